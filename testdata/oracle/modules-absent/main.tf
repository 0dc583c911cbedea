# Modules that are there no time, and what others make of that.
provider "aws" {
  region = "ap-northeast-1"
}

variable "sites" {
  type    = map(string)
  default = {}
}

module "none" {
  source   = "./store"
  for_each = var.sites
  region   = each.value
}

module "off" {
  source = "./store"
  count  = length(var.sites)
  region = "us-west-2"
}

module "on" {
  source = "./store"
  count  = length(var.sites) == 0 ? 1 : 0
  region = "eu-west-1"
}

resource "aws_sqs_queue" "first" {
  region = concat(module.off[*].region, module.on[*].region, ["us-west-2"])[0]
}

resource "aws_sqs_queue" "empty" {
  for_each = toset(flatten([for store in module.none : store.regions]))
  region   = each.key
}

resource "aws_sqs_queue" "whole" {
  region = length(module.none) == 0 && module.none == {} ? "eu-west-2" : "us-west-2"
}

resource "aws_sqs_queue" "lookup" {
  region = lookup({ for key, store in module.none : key => store.region }, "x", "eu-west-3")
}

resource "aws_sqs_queue" "keys" {
  count  = length(keys(module.none)) + length(module.on)
  region = try(module.none["x"].region, null)
}
