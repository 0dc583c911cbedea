# Keys are texts: 10 comes before 9, upper case before lower, and composed letters are one.
provider "aws" {
  region = "us-east-1"
}

locals {
  numbers = { 9 = "us-west-2", 10 = "ap-northeast-1", 1 = "ap-northeast-3" }
  letters = { b = "us-west-2", B = "eu-west-1", _ = "eu-west-2", "-" = "eu-west-3" }
  accents = { "cafe\u0301" = "ca-central-1" }
}

resource "aws_sqs_queue" "numbers" {
  count  = 2
  region = values(local.numbers)[count.index]
}

resource "aws_sqs_queue" "letters" {
  count  = 3
  region = [for key, region in local.letters : region][count.index]
}

resource "aws_sqs_queue" "accents" {
  for_each = local.accents
  region   = local.accents["caf\u00e9"]
}

resource "aws_sqs_queue" "length" {
  region = length(keys(local.accents)[0]) == 4 ? "sa-east-1" : "us-west-2"
}

resource "aws_sqs_queue" "sorted" {
  region = sort([10, 9, 2])[0] == "10" ? "eu-north-1" : "us-west-2"
}

resource "aws_sqs_queue" "ranged" {
  for_each = { for n in range(9, 12) : n => n }
  region   = each.value > 9 ? "ap-south-1" : "eu-south-1"
}
