# Files that override come after all others, in the order of their names, and merge once each.
locals {
  region = "us-west-2"
  early  = "us-west-2"
}

variable "sites" {
  default = { a = {}, b = { region = "eu-west-3" } }
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_sqs_queue" "main" {
  region = "us-west-2"
}

resource "aws_sqs_queue" "early" {
  region = local.early
}

resource "aws_sqs_queue" "sites" {
  for_each = var.sites
  region   = each.value.region
}

output "region" {
  value = "not overridden"
}
