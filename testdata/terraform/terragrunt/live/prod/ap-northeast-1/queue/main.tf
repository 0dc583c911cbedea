variable "copy_to" {}

resource "aws_sqs_queue" "home" {}

resource "aws_sqs_queue" "copy" {
  region = var.copy_to
}
