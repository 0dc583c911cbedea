provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_s3_bucket" "before" {
  bucket = "before"
}

resource "aws_s3_bucket" "broken" {
  bucket = = "broken"
}

resource "aws_s3_bucket" "after" {
  bucket = "after"
}
