# Regions put together from pieces, and taken apart.
provider "aws" {
  region = "us-east-1"
}

locals {
  parts = { area = "AP", side = "northeast", number = 1 }
}

resource "aws_sqs_queue" "interpolated" {
  region = "${lower(local.parts.area)}-${local.parts.side}-${local.parts.number}"
}

resource "aws_sqs_queue" "formatted" {
  region = format("%s-%s-%d", lower(local.parts.area), local.parts.side, local.parts.number + 2)
}

resource "aws_sqs_queue" "joined" {
  region = join("-", ["eu", "west", 2])
}

resource "aws_sqs_queue" "listed" {
  for_each = toset(formatlist("%s-%d", ["ca-central", "sa-east"], 1))
  region   = each.key
}

resource "aws_sqs_queue" "sliced" {
  region = substr("xxeu-north-1yy", 2, length("eu-north-1"))
}

resource "aws_sqs_queue" "from_the_end" {
  region = "eu-west-${substr("abc3", -1, 1)}"
}

resource "aws_sqs_queue" "split" {
  region = join("-", slice(split("-", "eu-central-1-b"), 0, 3))
}

resource "aws_sqs_queue" "reversed" {
  region = strrev("1-htuos-pa")
}

resource "aws_sqs_queue" "in_prose" {
  region = [for word in split(" ", "the store is in ap-east-1 now"): word if startswith(word, "ap-") && endswith(word, "-1")][0]
}

resource "aws_sqs_queue" "unwrapped" {
  region = "${"${["me-south-1"][0]}"}"
}
