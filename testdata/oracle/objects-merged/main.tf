# Defaults laid under what each entry says: with lookup, try, merge and coalesce on objects that differ.
provider "aws" {
  region = "us-east-1"
}

locals {
  defaults = { region = "ap-northeast-1", tier = "gold", tags = {} }
  stores = {
    a = { region = "ap-northeast-3" }
    b = { tier = "tin" }
    c = { region = null }
    d = { region = "" }
  }
  merged = { for name, store in local.stores : name => merge(local.defaults, store) }
}

resource "aws_sqs_queue" "merged" {
  for_each = local.merged
  region   = each.value.region == "" ? "eu-west-1" : each.value.region
}

resource "aws_sqs_queue" "looked_up" {
  for_each = local.stores
  region   = coalesce(lookup(each.value, "region", null), "eu-west-2")
}

resource "aws_sqs_queue" "tried" {
  for_each = { for name, store in local.stores : name => store if try(store.region, "x") != "" }
  region   = try(each.value.region, "eu-west-3")
}

resource "aws_sqs_queue" "without_null" {
  for_each = { for name, store in local.stores : name => merge(local.defaults, { for key, value in store : key => value if value != null && value != "" }) }
  region   = each.value.region
}

resource "aws_sqs_queue" "keyed" {
  for_each = { for name, store in local.merged : "${store.tier}-${name}" => store.region... if contains(keys(store), "tags") }
  region   = coalesce(concat(each.value, ["eu-central-1"])...)
}
