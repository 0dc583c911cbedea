terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.a, aws.b]
    }
  }
}

module "two" {
  source   = "./two"
  for_each = toset(["x"])
  providers = {
    aws   = aws.b
    aws.c = aws.a
  }
}

module "plain" {
  source = "./two/three"
}

resource "aws_sqs_queue" "default" {
}

resource "aws_sqs_queue" "a" {
  provider = aws.a
}
