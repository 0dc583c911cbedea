variable "region" {}

resource "aws_sqs_queue" "second" {
  region = var.region == "us-west-2" ? "eu-west-3" : "us-west-1"
}
