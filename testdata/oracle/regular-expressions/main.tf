# Captures change what `regex` gives; `replace` reads slashes as a pattern.
provider "aws" {
  region = "us-east-1"
}

locals {
  zone = "ap-northeast-1c"
  arn  = "arn:aws:kms:eu-west-1:123456789012:key/3f"
}

resource "aws_sqs_queue" "whole" {
  region = regex("[a-z]+-[a-z]+-[0-9]", local.zone)
}

resource "aws_sqs_queue" "captured" {
  region = regex("^(.*[0-9])[a-z]$", local.zone)[0]
}

resource "aws_sqs_queue" "named" {
  region = regex("^arn:aws:[^:]+:(?P<region>[^:]*):(?P<account>[0-9]+)", local.arn).region
}

resource "aws_sqs_queue" "all" {
  for_each = toset(regexall("[a-z]{2}-[a-z]+-\\d", "from ap-northeast-3 to ca-central-1, not to xx"))
  region   = each.key
}

resource "aws_sqs_queue" "replaced" {
  region = replace(local.zone, "/[a-z]$/", "")
}

resource "aws_sqs_queue" "replaced_text" {
  region = replace("sa.east.1", ".", "-")
}

resource "aws_sqs_queue" "replaced_with_captures" {
  region = replace("1/northeast/ap", "/(\\d)\\/(\\w+)\\/(\\w+)/", "$3-$2-$1")
}

resource "aws_sqs_queue" "trimmed" {
  region = trimsuffix(trimprefix(" ap-south-1a", " "), "a")
}
