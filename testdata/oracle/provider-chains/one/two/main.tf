terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.c]
    }
  }
}

module "three" {
  source = "./three"
}

module "three_c" {
  source = "./three"
  providers = {
    aws = aws.c
  }
}
