# Grouping collects values under equal keys, in the order of the source; `if` sees key and value.
provider "aws" {
  region = "us-east-1"
}

variable "stores" {
  default = {
    orders  = { region = "ap-northeast-1", tier = "gold" }
    members = { region = "ap-northeast-3", tier = "gold" }
    drafts  = { region = "eu-west-1", tier = "tin" }
    scratch = { region = "us-west-2", tier = "none" }
  }
}

locals {
  by_tier = { for name, store in var.stores : store.tier => store.region... if store.tier != "none" }
  by_name = { for name, store in var.stores : upper(name) => store.region if length(name) > 6 }
}

resource "aws_sqs_queue" "first_of_tier" {
  for_each = local.by_tier
  region   = each.value[0]
}

resource "aws_sqs_queue" "last_of_tier" {
  for_each = { for tier, regions in local.by_tier : tier => reverse(regions)[0] }
  region   = each.value
}

resource "aws_sqs_queue" "named" {
  for_each = local.by_name
  region   = each.value
}
