variable "region" {}

terraform {
  backend "s3" {
    bucket = "states"
    key    = "app"
  }
}

provider "aws" {
  region = var.region
}

module "store" {
  source = "../modules/store"
}
