data "aws_region" "current" {
}

resource "aws_sqs_queue" "main" {
}

resource "aws_sqs_queue" "looked_up" {
  region = data.aws_region.current.region == "eu-west-1" ? "eu-west-2" : null
}
