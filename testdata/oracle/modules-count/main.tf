# Modules by number: some, none, by a condition; their outputs are a list.
provider "aws" {
  region = "us-east-1"
}

variable "with_backup" {
  type    = bool
  default = true
}

module "store" {
  source = "./store"
  count  = 2
  region = ["ap-northeast-1", "ap-northeast-3"][count.index]
}

module "backup" {
  source = "./store"
  count  = var.with_backup ? 1 : 0
  region = module.store[1].region
}

module "archive" {
  source = "./store"
  count  = var.with_backup ? 0 : 1
  region = "us-west-2"
}

resource "aws_sqs_queue" "splat" {
  count  = length(module.store)
  region = reverse(module.store[*].region)[count.index]
}

resource "aws_sqs_queue" "absent" {
  region = try(module.archive[0].region, one(module.archive[*].region), "ca-central-1")
}

resource "aws_sqs_queue" "absent_is_null" {
  region = one(module.archive[*].region)
}
