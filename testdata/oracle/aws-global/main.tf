# Types of services without regions, beside those with one.
provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_iam_role" "main" {
  name               = "reader"
  assume_role_policy = "{}"
}

resource "aws_route53_zone" "main" {
  name = "example.test"
}

resource "aws_cloudfront_distribution" "main" {
  enabled = true
}

resource "aws_cloudwatch_log_group" "main" {
  name = "requests"
}
