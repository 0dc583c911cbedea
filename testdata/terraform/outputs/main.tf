# A region that goes through an output, a local and another module.
provider "aws" {
  region = module.place.region
}

module "place" {
  source = "./place"
}

module "copy" {
  source = "./copy"
  region = local.far
}

locals {
  far = module.place.regions[1]
}

resource "aws_s3_bucket" "main" {
}

data "aws_region" "current" {}

resource "aws_s3_bucket" "echo" {
  region = data.aws_region.current.name
}

resource "aws_s3_bucket" "beside" {
  region = aws_s3_bucket.echo.region
}
