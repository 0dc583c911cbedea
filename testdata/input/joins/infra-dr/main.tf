provider "aws" {
  region = "ap-northeast-3"
}

resource "aws_s3_bucket" "twin" {
  bucket = "ledger-twin"
}

resource "aws_s3_bucket" "twice" {
  bucket = "ledger-twice"
}

resource "aws_s3_bucket" "elsewhere" {
  provider = aws.west
  bucket   = "ledger-twice"
}

provider "aws" {
  alias  = "west"
  region = "us-west-2"
}

# bucket = "ledger-in-a-comment"
