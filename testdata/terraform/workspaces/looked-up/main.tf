locals {
  regions = {
    dev  = "ap-northeast-1"
    prod = "us-east-1"
  }
  environment = terraform.workspace
}
provider "aws" {
  region = local.regions[local.environment]
}
resource "aws_s3_bucket" "members" {}
resource "aws_s3_bucket" "fixed" {
  region = "ap-northeast-3"
}
