# Modules that are not on disk stay closed, and are said to be.
provider "aws" {
  region = "ap-northeast-1"
}

module "vpc" {
  source  = "example/vpc/aws"
  version = "1.0.0"
}

module "missing" {
  source = "./not-here"
}

module "again" {
  source = "./again"
}

resource "aws_s3_bucket" "after" {
  region = module.vpc.region
}

resource "hoshi_database" "members" {
  region = "tokyo"
}

resource "random_id" "suffix" {
  byte_length = 4
}
