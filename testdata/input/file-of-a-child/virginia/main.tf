provider "aws" {
  region = "us-east-1"
}

module "store" {
  source = "../modules/store"
}
resource "aws_s3_bucket" "not-asked-about" {
  bucket = "hinode-not-asked-about"
  region = "eu-west-1"
}
