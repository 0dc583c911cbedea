# The workspace is `default` where nobody chose another.
provider "aws" {
  region = local.regions[terraform.workspace]
}

locals {
  regions = {
    default    = "ap-northeast-3"
    production = "us-east-1"
  }
}

resource "aws_sqs_queue" "main" {
  count = terraform.workspace == "production" ? 3 : 1
}

resource "aws_sqs_queue" "other" {
  region = terraform.workspace != "default" ? "us-west-2" : "eu-west-1"
}
