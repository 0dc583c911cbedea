# Optional attributes of collections, tuples and anything; objects inside of lists inside of maps.
provider "aws" {
  region = "us-east-1"
}

variable "sites" {
  type = map(list(object({
    name    = string
    regions = optional(set(string), ["ap-northeast-1"])
    labels  = optional(map(string), { region = "ap-northeast-3" })
    pair    = optional(tuple([string, number]), ["eu-west-1", 1])
    extra   = optional(any)
    inner = optional(object({
      region = optional(string, "eu-west-2")
    }))
  })))
  default = {
    x = [
      { name = "a" },
      { name = "b", regions = ["sa-east-1", "sa-east-1"], labels = {}, pair = ["eu-west-3", "2"], inner = {} },
    ]
  }
}

locals {
  flat = { for site in flatten(values(var.sites)) : site.name => site }
}

resource "aws_sqs_queue" "regions" {
  for_each = toset(flatten([for name, site in local.flat : [for region in site.regions : region]]))
  region   = each.key
}

resource "aws_sqs_queue" "labels" {
  for_each = local.flat
  region   = lookup(each.value.labels, "region", "ca-central-1")
}

resource "aws_sqs_queue" "pair" {
  for_each = local.flat
  region   = each.value.pair[1] == 2 ? each.value.pair[0] : "eu-north-1"
}

resource "aws_sqs_queue" "inner" {
  for_each = { for name, site in local.flat : name => site.inner if site.inner != null }
  region   = each.value.region
}

resource "aws_sqs_queue" "extra" {
  count  = length([for site in var.sites.x : site if site.extra == null])
  region = "ap-south-1"
}
