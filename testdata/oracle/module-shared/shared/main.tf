variable "name" {
  type = string
}

locals {
  own = { a = "eu-west-1", b = "eu-west-2" }
}

resource "aws_sqs_queue" "own" {
  region = lookup(local.own, var.name, null)
}

resource "aws_sqs_queue" "provider" {
}

output "region" {
  value = aws_sqs_queue.provider.region
}
