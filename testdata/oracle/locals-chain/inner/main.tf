locals {
  first  = "sa-east-1"
  chosen = "nagoya"
}

resource "aws_sqs_queue" "own_local" {
  region = local.first
}

resource "aws_sqs_queue" "provider_of_caller" {
}
