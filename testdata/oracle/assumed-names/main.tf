# Names that look like regions decide nothing.
provider "aws" {
  region = "ap-northeast-1"
}

variable "region" {
  default = "us-east-1"
}

locals {
  region     = "us-west-2"
  aws_region = "us-west-1"
}

module "us-east-1" {
  source = "./ap-northeast-3"
  region = "us-east-2"
}

resource "aws_s3_bucket" "us-east-1" {
  bucket = "records-us-east-1"
  tags   = { region = var.region, location = local.region }
}
