# Templates that are values themselves, and maps keyed by templates.
provider "aws" {
  region = "us-east-1"
}

variable "site" {
  default = "osaka"
}

locals {
  pattern = "ap-northeast-$${number}"
  numbers = { "site-tokyo" = 1, "site-osaka" = 3 }
  twice   = { a = "us-west-2", a = "eu-west-1" }
}

resource "aws_sqs_queue" "rendered" {
  region = templatestring(local.pattern, { number = local.numbers["site-${var.site}"] })
}

resource "aws_sqs_queue" "last_of_equal_keys" {
  region = local.twice.a
}

resource "aws_sqs_queue" "number_key" {
  region = { 1 = "eu-west-2", 2 = "us-west-2" }[1]
}

resource "aws_sqs_queue" "quoted_reference" {
  region = "${local.numbers["site-${"tokyo"}"] == 1 ? "ca-central-1" : "us-west-2"}"
}

resource "aws_sqs_queue" "computed_key" {
  region = { (var.site) = "sa-east-1", var_site = "us-west-2" }["osaka"]
}

resource "aws_sqs_queue" "bare_key" {
  region = { site = "eu-north-1", (var.site) = "us-west-2" }.site
}

resource "aws_sqs_queue" "escapes" {
  region = "\u0061p-south-\U00000031"
}
