resource "aws_sqs_queue" "argument" {
  count  = 2
  region = count.index == 0 ? "ap-northeast-1" : "ap-northeast-3"
}

resource "aws_sqs_queue" "twice" {
  region = "us-east-2"
}

variable "region" {
  default = "eu-west-2"
}

locals {
  second = "eu-north-1"
}
