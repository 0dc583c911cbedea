# Keys of every kind: with dots, quotes, blanks and templates; numbers that become text.
provider "aws" {
  region = "us-east-1"
}

resource "aws_sqs_queue" "odd" {
  for_each = {
    "a.b"      = "ap-northeast-1"
    "a \"b\""  = "ap-northeast-3"
    "$${a}"    = "eu-west-1"
    "back\\s"  = "eu-west-2"
    "東京"       = "eu-west-3"
    ""         = "eu-north-1"
    "x[0]"     = "ca-central-1"
    (1 + 1)    = "sa-east-1"
    "03"       = "ap-south-1"
    true       = "eu-central-1"
  }
  region = each.value
}

resource "aws_sqs_queue" "of_odd" {
  region = aws_sqs_queue.odd["a.b"].region
}

resource "aws_sqs_queue" "of_number" {
  region = aws_sqs_queue.odd[2].region
}

resource "aws_sqs_queue" "counted" {
  count  = "3"
  region = count.index % 2 == 0 ? "ap-northeast-1" : "ap-northeast-3"
}

module "keyed" {
  source   = "./store"
  for_each = toset(["a.b", "c/d", "1"])
  name     = each.key
}
