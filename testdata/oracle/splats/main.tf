# The attribute-only splat takes an index of the whole result, the full one of each element.
provider "aws" {
  region = "us-east-1"
}

locals {
  sites = [
    { name = "a", zones = ["ap-northeast-1", "ap-northeast-3"] },
    { name = "b", zones = ["eu-west-1", "eu-central-1"] },
  ]
  single = { name = "c", region = "ca-central-1" }
  none   = null
}

resource "aws_sqs_queue" "of_each" {
  count  = length(local.sites[*].zones[1])
  region = (local.sites[*].zones[1])[count.index]
}

resource "aws_sqs_queue" "of_all" {
  count  = length(local.sites.*.zones[1])
  region = local.sites.*.zones[1][count.index]
}

resource "aws_sqs_queue" "single" {
  for_each = toset(local.single[*].region)
  region   = each.key
}

resource "aws_sqs_queue" "none" {
  count  = length(local.none[*])
  region = "us-west-2"
}

resource "aws_sqs_queue" "flat" {
  for_each = toset(flatten(local.sites[*].zones[*]))
  region   = each.key
}
