# Lists keep their order, maps go by key and sets by value, whatever was written first.
provider "aws" {
  region = "us-east-1"
}

locals {
  map  = { z = "ap-northeast-1", a = "ap-northeast-3", M = "eu-west-1" }
  set  = toset(["us-west-2", "ca-central-1", "us-west-2", "sa-east-1"])
  list = ["eu-west-2", "ap-south-1"]
}

resource "aws_sqs_queue" "of_map" {
  count  = 3
  region = [for key, region in local.map : region][count.index]
}

resource "aws_sqs_queue" "of_set" {
  count  = length(local.set)
  region = [for region in local.set : region][count.index]
}

resource "aws_sqs_queue" "of_list" {
  for_each = { for at, region in local.list : at => region }
  region   = each.value
}

resource "aws_sqs_queue" "of_pairs" {
  for_each = { for pair in setproduct(["a", "b"], local.list) : "${pair[0]}-${pair[1]}" => pair[1] }
  region   = each.value
}

resource "aws_sqs_queue" "inner" {
  count  = 2
  region = flatten([for key in ["z", "a"] : [for k, v in local.map : v if k == key]])[count.index]
}
