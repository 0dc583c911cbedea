# lookup, coalesce, try, can, contains, keys: what is skipped and what is not.
provider "aws" {
  region = "us-east-1"
}

locals {
  regions = { tokyo = "ap-northeast-1", osaka = "ap-northeast-3", empty = "" }
  nested  = { prod = { primary = "eu-west-1" } }
}

resource "aws_sqs_queue" "lookup" {
  region = lookup(local.regions, "osaka", "us-west-2")
}

resource "aws_sqs_queue" "lookup_default" {
  region = lookup(local.regions, "nagoya", "ca-central-1")
}

resource "aws_sqs_queue" "coalesce" {
  region = coalesce(null, local.regions.empty, local.regions["tokyo"], "us-west-2")
}

resource "aws_sqs_queue" "coalescelist" {
  region = coalescelist([], ["eu-west-3", "us-west-2"])[0]
}

resource "aws_sqs_queue" "try" {
  region = try(local.nested.dev.primary, local.nested.prod.secondary, local.nested.prod.primary, "us-west-2")
}

resource "aws_sqs_queue" "can" {
  region = can(local.nested.prod.secondary) ? "us-west-2" : "sa-east-1"
}

resource "aws_sqs_queue" "keys" {
  region = local.regions[keys(local.regions)[1]]
}

resource "aws_sqs_queue" "values" {
  region = values(local.regions)[2]
}

resource "aws_sqs_queue" "contains" {
  region = contains(values(local.regions), "ap-northeast-3") ? "ap-south-1" : "us-west-2"
}

resource "aws_sqs_queue" "one_of_key" {
  region = local.regions[format("%s%s", "o", "saka")]
}

resource "aws_sqs_queue" "matchkeys" {
  region = matchkeys(["eu-north-1", "eu-south-1"], ["a", "b"], ["b"])[0]
}
