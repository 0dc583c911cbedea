resource "aws_sqs_queue" "other" {}
