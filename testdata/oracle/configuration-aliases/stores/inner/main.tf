terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.near, aws.far]
    }
  }
}

resource "aws_dynamodb_table" "near" {
  provider = aws.near
}

resource "aws_dynamodb_table" "far" {
  provider = aws.far
}
