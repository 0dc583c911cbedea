resource "aws_sqs_queue" "downloaded" {}
