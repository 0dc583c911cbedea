# Modules by key, their outputs as the keys of others, and instances inside of instances.
provider "aws" {
  region = "us-east-1"
}

locals {
  sites = {
    tokyo  = { region = "ap-northeast-1", copies = ["eu-west-1"] }
    osaka  = { region = "ap-northeast-3", copies = [] }
    dublin = { region = "eu-west-1", copies = ["eu-west-2", "eu-west-3"] }
  }
}

module "site" {
  source   = "./site"
  for_each = { for name, site in local.sites : name => site if name != "dublin" || length(site.copies) > 1 }
  name     = each.key
  region   = each.value.region
  copies   = each.value.copies
}

resource "aws_sqs_queue" "of_outputs" {
  for_each = module.site["dublin"].copies
  region   = each.value
}

resource "aws_sqs_queue" "of_modules" {
  for_each = module.site
  region   = each.value.region
}

resource "aws_sqs_queue" "of_values" {
  count  = length(module.site)
  region = values(module.site)[count.index].region
}

resource "aws_sqs_queue" "of_loop" {
  for_each = merge([for name, site in module.site : site.copies]...)
  region   = each.value
}
