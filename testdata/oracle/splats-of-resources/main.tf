# Splats over resources with count and with none, and over values of resources with for_each.
provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_s3_bucket" "counted" {
  count  = 2
  region = ["ap-northeast-3", "eu-north-1"][count.index]
}

resource "aws_s3_bucket" "keyed" {
  for_each = { x = "sa-east-1", w = "ca-central-1" }
  region   = each.value
}

resource "aws_s3_bucket" "single" {
}

resource "aws_s3_bucket" "optional" {
  count = 0
}

resource "aws_sqs_queue" "of_counted" {
  count  = length(aws_s3_bucket.counted)
  region = (aws_s3_bucket.counted[*].region)[count.index]
}

resource "aws_sqs_queue" "of_keyed" {
  region = values(aws_s3_bucket.keyed).*.region[0]
}

resource "aws_sqs_queue" "of_single" {
  region = one(aws_s3_bucket.single[*].region)
}

resource "aws_sqs_queue" "of_optional" {
  region = try(aws_s3_bucket.optional[0].region, "us-west-2")
}

resource "aws_sqs_queue" "one_or_none" {
  region = coalesce(one(aws_s3_bucket.optional[*].region), "eu-west-3")
}

resource "aws_sqs_queue" "last" {
  region = element(aws_s3_bucket.counted.*.region, 3)
}
