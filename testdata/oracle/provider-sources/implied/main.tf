resource "aws_sqs_queue" "main" {
}

module "renamed" {
  source = "../renamed"
}
