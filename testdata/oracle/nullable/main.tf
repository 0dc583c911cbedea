# Null given by the caller is a value of a nullable variable, and asks for the default of one that is not.
provider "aws" {
  region = "ap-northeast-1"
}

module "null_given" {
  source = "./store"
  either = null
  never  = null
}

module "nothing_given" {
  source = "./store"
}

module "given" {
  source = "./store"
  either = "ca-central-1"
  never  = "sa-east-1"
}
