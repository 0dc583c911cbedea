# Null on its way through modules, objects and functions.
provider "aws" {
  region = "ap-northeast-1"
}

variable "nothing" {
  default = null
}

module "store" {
  source  = "./store"
  sites   = { a = { region = var.nothing }, b = null, c = { region = "eu-west-1" } }
  nothing = var.nothing
}

resource "aws_sqs_queue" "compared" {
  region = var.nothing == null ? "eu-west-2" : var.nothing
}

resource "aws_sqs_queue" "in_map" {
  for_each = { for name, region in { a = null, b = "eu-west-3" } : name => region if region != null }
  region   = each.value
}

resource "aws_sqs_queue" "null_region" {
  for_each = { a = null, b = "ca-central-1" }
  region   = each.value
}

resource "aws_sqs_queue" "tried" {
  region = try(var.nothing.region, "sa-east-1")
}

resource "aws_sqs_queue" "try_null" {
  region = try(var.nothing, "us-west-2")
}

resource "aws_sqs_queue" "looked_up" {
  region = lookup({ a = null }, "a", "us-west-2")
}
