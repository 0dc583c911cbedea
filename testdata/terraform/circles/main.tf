locals {
  a = local.b
  b = local.a
}

provider "aws" {
  region = local.a
}

resource "aws_s3_bucket" "members" {
}

resource "aws_s3_bucket" "fine" {
  region = "ap-northeast-1"
}
