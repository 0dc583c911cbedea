# A map of providers that leaves one out: that one is inherited all the same.
provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "dublin"
  region = "eu-west-1"
}

provider "google" {
  region = "asia-northeast1"
}

module "partial" {
  source = "./store"
  providers = {
    aws.copy = aws.dublin
  }
}

module "empty_map" {
  source    = "./inner"
  providers = {}
}
