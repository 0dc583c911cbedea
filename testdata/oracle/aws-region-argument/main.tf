# The argument `region` of a resource comes before the provider's, and null before nothing.
provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "dublin"
  region = "eu-west-1"
}

variable "region" {
  type    = string
  default = null
}

resource "aws_s3_bucket" "provider" {
}

resource "aws_s3_bucket" "argument" {
  provider = aws.dublin
  region   = "ap-northeast-3"
}

resource "aws_s3_bucket" "null" {
  provider = aws.dublin
  region   = var.region
}

resource "aws_s3_bucket" "of_another" {
  region = aws_s3_bucket.null.region
}

resource "aws_sqs_queue" "of_argument" {
  provider = aws.dublin
  region   = aws_s3_bucket.argument.region
}

resource "aws_sqs_queue" "of_provider" {
  provider = aws.dublin
  region   = aws_s3_bucket.provider.region
}
