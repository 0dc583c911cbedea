# Numbers, texts that are numbers, equality across types, precedence.
provider "aws" {
  region = "us-east-1"
}

locals {
  regions = ["ap-northeast-1", "ap-northeast-3", "eu-west-1", "eu-west-2", "ca-central-1"]
}

resource "aws_sqs_queue" "arithmetic" {
  region = local.regions[1 + 2 * 2 - 7 % 4 - 1]
}

resource "aws_sqs_queue" "from_text" {
  region = local.regions["1" + "1"]
}

resource "aws_sqs_queue" "index_is_text" {
  region = local.regions["3"]
}

resource "aws_sqs_queue" "negative" {
  region = local.regions[-(-4)]
}

resource "aws_sqs_queue" "equality" {
  region = (1 == "1") ? "us-west-1" : (["a"] == ["a"] && { a = 1 } == { a = 1 } && !(1 == true)) ? "ap-northeast-3" : "us-west-2"
}

resource "aws_sqs_queue" "division" {
  region = local.regions[floor(9 / 2)]
}

resource "aws_sqs_queue" "comparison" {
  region = 10 > "9" && 1.5 <= 1.50 && "10" >= 10 ? "eu-north-1" : "us-west-2"
}
