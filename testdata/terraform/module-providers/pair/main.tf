terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.primary, aws.replica]
    }
  }
}

resource "aws_s3_bucket" "here" {
  provider = aws.primary
  bucket   = "pair-here"
}

module "there" {
  source    = "../store"
  providers = { aws = aws.replica }
}
