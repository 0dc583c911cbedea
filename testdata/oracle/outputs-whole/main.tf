# Whole modules, whole resources and whole lists of them as values.
provider "aws" {
  region = "us-east-1"
}

module "store" {
  source  = "./store"
  for_each = { tokyo = "ap-northeast-1", osaka = "ap-northeast-3" }
  region  = each.value
}

module "reader" {
  source = "./reader"
  stores = { for name, store in module.store : name => store.table }
  all    = module.store
  one    = module.store["tokyo"].buckets[*]
}

locals {
  whole = module.store
}

resource "aws_sqs_queue" "of_whole" {
  for_each = { for name, store in local.whole : "${name}!" => store.buckets }
  region   = each.value[1].region
}
