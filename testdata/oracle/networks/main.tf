# Regions chosen by numbers that come out of addresses.
provider "aws" {
  region = "us-east-1"
}

locals {
  regions = ["ap-northeast-1", "ap-northeast-3", "eu-west-1", "ca-central-1"]
  subnets = cidrsubnets("10.0.0.0/16", 8, 8, 4)
}

resource "aws_sqs_queue" "third_octet" {
  region = local.regions[tonumber(split(".", cidrsubnet("10.0.0.0/16", 8, 1))[2])]
}

resource "aws_sqs_queue" "host" {
  region = element(local.regions, tonumber(split(".", cidrhost("10.1.2.0/24", 7))[3]))
}

resource "aws_sqs_queue" "each_subnet" {
  for_each = { for at, subnet in local.subnets : subnet => local.regions[at] }
  region   = each.value
}

resource "aws_sqs_queue" "mask" {
  region = cidrnetmask("172.16.0.0/12") == "255.240.0.0" ? local.regions[2] : "us-west-2"
}
