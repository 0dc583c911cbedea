# Values of data sources: those that depend on what is being made wait for the apply.
provider "aws" {
  region = "ap-northeast-1"
}

data "aws_caller_identity" "current" {
}

data "aws_region" "many" {
  count = 2
}

data "aws_region" "waits" {
  depends_on = [aws_s3_bucket.first]
}

resource "aws_s3_bucket" "first" {
  bucket = "first"
  region = data.aws_region.many[1].region
}

resource "aws_s3_bucket" "waits" {
  region = data.aws_region.waits.region
}

resource "aws_s3_bucket" "named" {
  bucket = "records-${data.aws_caller_identity.current.account_id}"
  region = split(":", "arn:aws:kms:eu-west-1:${data.aws_caller_identity.current.account_id}:key/records")[3]
}
