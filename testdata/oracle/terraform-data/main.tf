# Resources without a place, beside those that have one and read them.
resource "terraform_data" "region" {
  for_each = { a = "ap-northeast-1", b = "ap-northeast-3" }
  input    = each.value
}

resource "null_resource" "trigger" {
  triggers = { region = "eu-west-1" }
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_sqs_queue" "each" {
  for_each = terraform_data.region
  region   = each.value.input
}

resource "aws_sqs_queue" "trigger" {
  region = null_resource.trigger.triggers.region
}

resource "aws_sqs_queue" "tag" {
  region = aws_s3_bucket.tagged.tags["region"]
}

resource "aws_s3_bucket" "tagged" {
  region = "eu-west-2"
  tags   = { region = "eu-west-3" }
}

resource "aws_sqs_queue" "trigger_chain" {
  region = replace(aws_sqs_queue.tag.region, "3", aws_sqs_queue.trigger.region == "eu-west-1" ? "2" : "9")
}
