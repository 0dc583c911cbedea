# Terraform takes the last of equal keys.
locals {
  region_of = {
    members = "us-east-1"
    ledger  = "ap-northeast-1"
    members = "ap-northeast-3"
  }
}

resource "aws_s3_bucket" "members" {
  region = local.region_of.members
}
