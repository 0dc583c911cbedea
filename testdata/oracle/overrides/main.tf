# Files that override merge argument by argument, by the order of their names.
variable "region" {
  type    = string
  default = "us-west-2"
}

locals {
  second = "us-west-2"
  third  = "sa-east-1"
}

provider "aws" {
  region = "us-west-2"
}

provider "aws" {
  alias  = "dublin"
  region = "us-west-2"
}

resource "aws_sqs_queue" "default" {
}

resource "aws_sqs_queue" "by_variable" {
  region = var.region
}

resource "aws_sqs_queue" "by_local" {
  for_each = { a = local.second, b = local.third }
  region   = each.value
}

resource "aws_sqs_queue" "argument" {
  count  = 1
  region = "us-west-2"
}

resource "aws_sqs_queue" "twice" {
  region = "us-west-2"
}

resource "aws_sqs_queue" "aliased" {
  provider = aws
}

module "store" {
  source = "./store"
  region = "us-west-2"
}

module "not_overridden" {
  source = "./store"
  region = "us-west-1"
}
