variable "region" {
  type = string
}

variable "replicas" {
  type    = list(string)
  default = []
}

variable "zone" {
  default = "us-east-1a"
}

provider "aws" {
  region = var.region
}

provider "aws" {
  alias = "unset"
}

resource "aws_s3_bucket" "members" {
  bucket = "members"
}

resource "aws_s3_bucket" "copies" {
  for_each = toset(var.replicas)
  bucket   = "members-${each.key}"
  region   = each.key
}

resource "aws_s3_bucket" "adrift" {
  provider = aws.unset
  bucket   = "adrift-${terraform.workspace}"
}
