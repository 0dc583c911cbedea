# Loops bind what names they like, and identifiers may have dashes and any letters.
provider "aws" {
  region = "us-east-1"
}

locals {
  a      = 3
  a-1    = "ap-northeast-1"
  東京     = "ap-northeast-3"
  for    = "eu-west-1"
  region = "us-west-2"
  pairs  = { x = { x = "eu-west-2" } }
}

resource "aws_sqs_queue" "dash" {
  region = local.a-1
}

resource "aws_sqs_queue" "minus" {
  region = ["ca-central-1", "sa-east-1", "eu-north-1"][local.a - 1]
}

resource "aws_sqs_queue" "letters" {
  region = local.東京
}

resource "aws_sqs_queue" "for" {
  region = local.for
}

resource "aws_sqs_queue" "count" {
  region = [for local in [{ region = "ap-south-1" }] : local.region][0]
}

resource "aws_sqs_queue" "each" {
  for_each = { a = "eu-central-1" }
  region   = [for each in [{ value = "eu-west-3" }] : each.value][0]
}

resource "aws_sqs_queue" "inner" {
  region = [for x, y in local.pairs : [for x in values(y) : x][0]][0]
}

resource "aws_sqs_queue" "null" {
  region = aws_sqs_queue.for.region
}

resource "aws_sqs_queue" "of_names" {
  region = aws_sqs_queue.null.region == aws_sqs_queue.for.region ? aws_sqs_queue.count.region : aws_sqs_queue.each["a"].region
}
