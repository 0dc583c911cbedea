resource "aws_s3_bucket" "a" {
  bucket = "hinode-a"
  region = "us-east-1"
}

locals {
  place = = "x"
}

resource "aws_s3_bucket" "b" {
  bucket = "hinode-b"
  region = "ap-northeast-1"
}
