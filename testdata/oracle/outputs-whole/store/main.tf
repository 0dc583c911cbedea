variable "region" {
  type = string
}

resource "aws_dynamodb_table" "main" {
  region = var.region
}

resource "aws_s3_bucket" "main" {
  count  = 2
  region = count.index == 0 ? var.region : "eu-west-${split("-", var.region)[2]}"
}

output "table" {
  value = aws_dynamodb_table.main
}

output "buckets" {
  value = aws_s3_bucket.main
}
