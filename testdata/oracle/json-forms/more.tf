resource "aws_sqs_queue" "of_json" {
  region = aws_sqs_queue.stores["b"].region
}
