# What for_each and count take: conditions with empty ends, objects of mixed types, sets of numbers as text.
provider "aws" {
  region = "us-east-1"
}

variable "enabled" {
  type    = bool
  default = true
}

variable "site" {
  type    = object({ region = string, backup = optional(string) })
  default = { region = "ap-northeast-1" }
}

locals {
  mixed = { a = "ap-northeast-3", b = ["eu-west-1"], c = { region = "eu-west-2" } }
}

resource "aws_sqs_queue" "condition" {
  for_each = var.enabled ? { x = "eu-west-3" } : {}
  region   = each.value
}

resource "aws_sqs_queue" "condition_set" {
  for_each = var.enabled ? toset(["eu-north-1"]) : []
  region   = each.value
}

resource "aws_sqs_queue" "condition_off" {
  for_each = !var.enabled ? toset(["us-west-2"]) : []
  region   = each.value
}

resource "aws_sqs_queue" "mixed" {
  for_each = local.mixed
  region   = try(each.value.region, each.value[0], each.value)
}

resource "aws_sqs_queue" "object" {
  for_each = { for name, region in var.site : name => region if region != null }
  region   = each.value
}

resource "aws_sqs_queue" "null_count" {
  count  = var.site.backup == null ? 0 : 1
  region = "us-west-2"
}

resource "aws_sqs_queue" "bool_count" {
  count  = tonumber(var.enabled ? "1" : "0") + length(var.site)
  region = "ca-central-1"
}

resource "aws_sqs_queue" "set_of_numbers" {
  for_each = toset([for n in [3, 1, 3] : tostring(n)])
  region   = "eu-west-${each.key}"
}

resource "aws_sqs_queue" "set_of_keys" {
  for_each = toset(keys({ sa-east-1 = 1, "ap-south-1" = 2 }))
  region   = each.key
}
