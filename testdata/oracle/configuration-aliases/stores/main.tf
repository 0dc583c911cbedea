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
  count    = 2
  provider = aws.far
}

module "turned" {
  source = "./inner"
  providers = {
    aws.near = aws.far
    aws.far  = aws.near
  }
}
