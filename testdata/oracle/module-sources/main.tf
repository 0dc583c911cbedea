# Modules in folders within folders, above themselves, and one that calls another from beside.
provider "aws" {
  region = "ap-northeast-1"
}

module "deep" {
  source = "./parts/./deep/"
}

module "around" {
  source = "./parts/deep/../wide"
}
