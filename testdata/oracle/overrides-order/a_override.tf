locals {
  region = "us-west-1"
  early  = "eu-west-1"
}

resource "aws_sqs_queue" "main" {
  region = "us-west-1"
  count  = 2
}
