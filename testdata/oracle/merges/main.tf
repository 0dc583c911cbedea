# Later maps win, whole values at a time, and null among the maps counts as empty.
provider "aws" {
  region = "us-east-1"
}

variable "overrides" {
  type    = map(string)
  default = null
}

locals {
  defaults = { a = "ap-northeast-1", b = "ap-northeast-3" }
  deep     = merge({ x = { region = "eu-west-1", tier = 1 } }, { x = { tier = 2 } })
  merged   = merge(local.defaults, { b = "ca-central-1" }, var.overrides, { c = "sa-east-1" })
  list     = merge([{ a = "eu-west-2" }, { a = "eu-west-3", d = "eu-central-1" }]...)
}

resource "aws_sqs_queue" "merged" {
  for_each = local.merged
  region   = each.value
}

resource "aws_sqs_queue" "shallow" {
  region = try(local.deep.x.region, "eu-north-1")
}

resource "aws_sqs_queue" "expanded" {
  for_each = local.list
  region   = each.value
}
