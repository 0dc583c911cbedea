# A module that waits: its data is read at apply time, its literals are not changed.
provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_s3_bucket" "first" {
}

module "after" {
  source     = "./store"
  region     = "eu-west-1"
  depends_on = [aws_s3_bucket.first]
}

module "before" {
  source = "./store"
  region = "eu-west-2"
}
