# Two modules that each take an output of the other: no circle, since no value is in one.
provider "aws" {
  region = "us-east-1"
}

module "a" {
  source = "./pair"
  near   = "ap-northeast-1"
  far    = module.b.near
}

module "b" {
  source = "./pair"
  near   = module.a.third
  far    = module.a.near
}

locals {
  all = concat(module.a.list, [module.b.near])
}

resource "aws_sqs_queue" "all" {
  for_each = { for at, region in local.all : "${at}:${region}" => region }
  region   = each.value
}
