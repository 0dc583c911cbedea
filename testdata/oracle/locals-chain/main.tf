# Locals refer to one another across files and blocks, in any order; a module has its own.
locals {
  first = local.second
}

locals {
  second = local.third["region"]
  chosen = "osaka"
}

locals {
  third = { region = local.regions[0], "with-dash" = local.other, (local.chosen) = "eu-north-1" }
  names = { tokyo = "ap-northeast-1", osaka = "ap-northeast-3" }
  other = "ca-central-1"
}

provider "aws" {
  region = local.first
}

resource "aws_sqs_queue" "provider" {
}

resource "aws_sqs_queue" "dashed" {
  region = local.third.with-dash
}

resource "aws_sqs_queue" "computed_key" {
  region = local.third.osaka
}

resource "aws_sqs_queue" "legacy_index" {
  region = local.regions.1
}

module "inner" {
  source = "./inner"
}
