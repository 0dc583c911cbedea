# Changed after the plan was made: a region, a resource less, one more, a count.
provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_s3_bucket" "same" {
  bucket = "same"
}

resource "aws_sqs_queue" "moved" {
  name   = "moved"
  region = "eu-west-1"
}

resource "aws_sqs_queue" "new" {
  name = "new"
}

resource "aws_kinesis_stream" "events" {
  count = 2
  name  = "events-${count.index}"
}
