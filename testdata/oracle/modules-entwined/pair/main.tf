variable "near" {}

variable "far" {}

resource "aws_sqs_queue" "near" {
  region = var.near
}

resource "aws_sqs_queue" "far" {
  region = var.far
}

output "near" {
  value = aws_sqs_queue.near.region
}

output "third" {
  value = "eu-west-1"
}

output "list" {
  value = [aws_sqs_queue.near.region, aws_sqs_queue.far.region]
}
