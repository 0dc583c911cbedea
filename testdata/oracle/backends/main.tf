# Where the state is kept is one thing, where resources land another.
terraform {
  required_version = ">= 1.5"

  backend "s3" {
    bucket = "states"
    key    = "records"
    region = "us-west-2"
  }
}

provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_s3_bucket" "main" {
}
