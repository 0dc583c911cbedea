resource "aws_sqs_queue" "copied" {}
