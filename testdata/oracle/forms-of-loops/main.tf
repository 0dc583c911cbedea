# Loops in loops, over what loops made, with indices, conditions and fallbacks.
provider "aws" {
  region = "us-east-1"
}

variable "matrix" {
  type    = map(map(list(string)))
  default = null
}

locals {
  matrix = var.matrix != null ? var.matrix : {
    prod = { near = ["ap-northeast-1", "ap-northeast-3"], far = ["eu-west-1"] }
    dev  = { near = [], far = ["ca-central-1"] }
  }
  paths = merge(flatten([
    for stage, sides in local.matrix : [
      for side, regions in sides : {
        for at, region in regions : join("/", [stage, side, at]) => region
      }
    ]
  ])...)
  longest = [for stage, sides in local.matrix : stage if length(flatten(values(sides))) == max([for s in local.matrix : length(flatten(values(s)))]...)][0]
}

resource "aws_sqs_queue" "paths" {
  for_each = local.paths
  region   = each.value
}

resource "aws_sqs_queue" "longest" {
  region = try(local.matrix[local.longest].near[1], local.matrix[local.longest].far[0])
}

resource "aws_sqs_queue" "fallback" {
  for_each = { for stage, sides in local.matrix : stage => try(sides.near[0], lookup(sides, "far", ["us-west-2"])[0]) }
  region   = each.value
}

resource "aws_sqs_queue" "matching" {
  for_each = toset([for region in values(local.paths) : region if can(regex("^(eu|ca)-", region))])
  region   = each.key
}

resource "aws_sqs_queue" "downwards" {
  for_each = { for n in range(3, 0, -1) : "n${n}" => "eu-west-${n}" if n != 2 }
  region   = each.value
}

resource "aws_sqs_queue" "pairs" {
  count  = length(setproduct(["a"], toset(["x", "y", "x"])))
  region = tolist(toset(["sa-east-1", "eu-north-1"]))[count.index]
}
