# element wraps around, index finds, distinct keeps the first, range counts.
provider "aws" {
  region = "us-east-1"
}

locals {
  regions = ["ap-northeast-1", "ap-northeast-3", "eu-west-1"]
}

resource "aws_sqs_queue" "wrapped" {
  count  = 5
  region = element(local.regions, count.index)
}

resource "aws_sqs_queue" "index" {
  region = ["ca-central-1", "sa-east-1", "us-west-2"][index(local.regions, "ap-northeast-3")]
}

resource "aws_sqs_queue" "sorted" {
  region = sort(local.regions)[2]
}

resource "aws_sqs_queue" "concatenated" {
  region = concat(slice(local.regions, 0, 1), ["eu-north-1"])[1]
}

resource "aws_sqs_queue" "distinct" {
  count  = length(distinct(concat(local.regions, reverse(local.regions))))
  region = distinct(concat(local.regions, reverse(local.regions)))[count.index]
}

resource "aws_sqs_queue" "ranged" {
  for_each = { for n in range(1, 6, 2) : "site-${n}" => format("eu-west-%d", min(n, 3)) }
  region   = each.value
}

resource "aws_sqs_queue" "chunked" {
  region = chunklist(local.regions, 2)[1][0]
}

resource "aws_sqs_queue" "counted" {
  count  = parseint("11", 2) - max(1, 2)
  region = compact(["", null, "ap-south-1"])[0]
}
