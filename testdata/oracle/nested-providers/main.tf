# Modules with provider blocks of their own, as older ones have: set, empty, and without a region.
provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "osaka"
  region = "ap-northeast-3"
}

module "own" {
  source = "./own"
  region = "eu-west-1"
}

module "proxy" {
  source = "./proxy"
  providers = {
    "aws"      = "aws.osaka"
    "aws.copy" = "aws"
  }
}

module "empty" {
  source = "./empty"
}
