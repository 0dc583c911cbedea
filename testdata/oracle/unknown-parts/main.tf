# What is known although some of it is not, and what is not known although it looks as if.
provider "aws" {
  region = "ap-northeast-1"
}

resource "random_pet" "name" {
}

locals {
  name = random_pet.name.id
  map  = { a = local.name, b = "eu-west-1" }
}

resource "aws_sqs_queue" "merged" {
  region = merge({ a = local.name }, { b = "ap-northeast-3" }).b
}

resource "aws_sqs_queue" "overwritten" {
  region = merge(local.map, { a = "eu-west-2" })["a"]
}

resource "aws_sqs_queue" "element" {
  region = element([local.name, "eu-west-3"], 1)
}

resource "aws_sqs_queue" "each" {
  for_each = { for key, value in local.map : key => key == "a" ? "ca-central-1" : value }
  region   = each.value
}

resource "aws_sqs_queue" "counted" {
  count  = length(values(local.map))
  region = "sa-east-1"
}

resource "aws_sqs_queue" "coalesced" {
  region = coalesce(local.name, "us-west-2")
}

resource "aws_sqs_queue" "tried" {
  region = try(local.name, "us-west-2")
}

resource "aws_sqs_queue" "looked_up" {
  region = lookup({ a = "us-west-1" }, local.name, "us-west-2")
}

resource "aws_sqs_queue" "first_that_differs" {
  region = [for value in [local.name, "us-west-2"] : value if value != "x"][0]
}

resource "aws_sqs_queue" "starts_with" {
  region = startswith("eu-${local.name}", "eu-") ? "eu-south-1" : "us-west-2"
}

resource "aws_sqs_queue" "not_null" {
  region = "x${local.name}" == null ? "us-west-2" : "eu-north-1"
}

resource "aws_sqs_queue" "contained" {
  region = contains([local.name, "x"], "x") ? "ap-south-1" : "us-west-2"
}

resource "aws_sqs_queue" "index_of_unknown" {
  region = ["us-west-1", "us-west-2"][length(local.name)]
}

resource "aws_sqs_queue" "split" {
  region = split("/", "ap-east-1/${local.name}")[0]
}
