# What counts the instances of something that nobody can count is not known either.
variable "number" {
  type = number
}

provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_sqs_queue" "some" {
  count = var.number
}

resource "aws_sqs_queue" "as_many" {
  count = length(aws_sqs_queue.some)
}

resource "aws_sqs_queue" "of_first" {
  region = aws_sqs_queue.some[0].region
}

resource "aws_sqs_queue" "of_list" {
  region = element(concat(aws_sqs_queue.some.*.region, ["eu-west-1"]), 0)
}

resource "aws_sqs_queue" "of_splat" {
  region = one(aws_sqs_queue.some[*].region)
}

# Where there is none, the other argument counts.
resource "aws_s3_bucket" "tried" {
  region = try(aws_sqs_queue.some[0].region, "eu-west-1")
}

resource "aws_s3_bucket" "asked" {
  region = can(aws_sqs_queue.some[0].region) ? "ap-northeast-3" : "eu-west-1"
}
