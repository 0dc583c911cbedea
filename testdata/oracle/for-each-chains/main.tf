# Resources by key take the keys of others along with their values.
provider "aws" {
  region = "us-east-1"
}

resource "aws_s3_bucket" "main" {
  for_each = { orders = "ap-northeast-1", members = "ap-northeast-3" }
  region   = each.value
}

resource "aws_sqs_queue" "of_each" {
  for_each = aws_s3_bucket.main
  region   = each.value.region
}

resource "aws_sns_topic" "of_each_again" {
  for_each = aws_sqs_queue.of_each
  region   = aws_s3_bucket.main[each.key].region == "ap-northeast-1" ? "eu-west-1" : each.value.region
}

resource "aws_dynamodb_table" "of_some" {
  for_each = { for key, bucket in aws_s3_bucket.main : upper(key) => bucket if startswith(key, "m") }
  region   = each.value.region
}

resource "aws_dynamodb_table" "counted" {
  count  = length(keys(aws_s3_bucket.main))
  region = aws_s3_bucket.main[sort(keys(aws_s3_bucket.main))[count.index]].region
}

resource "aws_dynamodb_table" "same_index" {
  count  = 2
  region = aws_dynamodb_table.counted[count.index].region
}
