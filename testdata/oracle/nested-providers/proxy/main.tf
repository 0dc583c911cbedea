provider "aws" {
}

provider "aws" {
  alias = "copy"
}

resource "aws_sqs_queue" "main" {
}

resource "aws_sqs_queue" "copy" {
  provider = aws.copy
}

module "inner" {
  source = "../inner"
}
