resource "aws_sqs_queue" "store" {}

data "aws_region" "here" {}

resource "aws_sqs_queue" "of_data" {
  region = data.aws_region.here.region
}
