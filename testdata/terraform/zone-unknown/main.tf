provider "aws" {
  region = "ap-northeast-1"
}

# A zone that the catalogue does not have may stand away from its region, as Taipei's does.
resource "aws_ebs_volume" "unknown" {
  availability_zone = "ap-northeast-1-xyz-1a"
  size              = 1
}

resource "aws_s3_directory_bucket" "unknown" {
  bucket = "ledger--apne1-xyz1-az1--x-s3"
  location {
    name = "apne1-xyz1-az1"
    type = "LocalZone"
  }
}

resource "aws_s3_directory_bucket" "known" {
  bucket = "ledger--apne1-az4--x-s3"
  location {
    name = "apne1-az4"
  }
}

resource "aws_ebs_volume" "away" {
  availability_zone = "ap-northeast-1-tpe-1a"
  size              = 1
}
