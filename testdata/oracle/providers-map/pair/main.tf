terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.copy]
    }
  }
}

resource "aws_s3_bucket" "main" {
}

resource "aws_s3_bucket" "copy" {
  provider = aws.copy
}

module "swapped" {
  source = "./single"
  providers = {
    aws = aws.copy
  }
}

module "inherited" {
  source = "./single"
}
