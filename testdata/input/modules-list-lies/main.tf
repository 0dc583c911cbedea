provider "aws" {
  region = "us-east-1"
}

module "shelf" {
  source  = "ferry/shelf/aws"
  version = "1.0.0"
}

module "rack" {
  source  = "ferry/rack/aws"
  version = "1.0.0"
}

module "away" {
  source  = "ferry/away/aws"
  version = "1.0.0"
}

resource "aws_s3_bucket" "tickets" {
  bucket = "ferry-tickets"
}
