variable "region" {
  type = string
}

data "aws_region" "current" {
}

resource "aws_sqs_queue" "literal" {
  region = var.region
}

resource "aws_sqs_queue" "looked_up" {
  region = data.aws_region.current.region
}
