# Data sources by key and by number, as conditions and as tables.
provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "dublin"
  region = "eu-west-1"
}

variable "look" {
  default = true
}

data "aws_region" "maybe" {
  count    = var.look ? 1 : 0
  provider = aws.dublin
}

data "aws_region" "never" {
  count = var.look ? 0 : 1
}

data "aws_region" "each" {
  for_each = { near = null, far = "eu-west-2" }
  region   = each.value
}

locals {
  partners = { ap-northeast-1 = "ap-northeast-3", eu-west-1 = "eu-central-1", eu-west-2 = "eu-west-3" }
}

resource "aws_sqs_queue" "maybe" {
  region = one(data.aws_region.maybe[*].region)
}

resource "aws_sqs_queue" "never" {
  region = coalesce(one(data.aws_region.never[*].region), "ca-central-1")
}

resource "aws_sqs_queue" "each" {
  for_each = { for key, found in data.aws_region.each : key => local.partners[found.id] }
  region   = each.value
}

resource "aws_sqs_queue" "partner" {
  region = local.partners[data.aws_region.maybe[0].name]
}

resource "aws_sqs_queue" "same" {
  count  = data.aws_region.maybe[0].id == "eu-west-1" ? 2 : 1
  region = "sa-east-1"
}
