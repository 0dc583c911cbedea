variable "region" {}

resource "aws_sqs_queue" "first" {
  region = var.region
}
