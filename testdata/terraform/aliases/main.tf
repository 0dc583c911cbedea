# The provider that a resource names decides, not the default one.
provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "osaka"
  region = "ap-northeast-3"
}

provider "aws" {
  alias  = "virginia"
  region = "us-east-1"
}

resource "aws_s3_bucket" "ledger" {
  bucket = "hinode-ledger"
}

resource "aws_s3_bucket" "ledger_copy" {
  provider = aws.osaka
  bucket   = "hinode-ledger-copy"
}

resource "aws_s3_bucket" "exports" {
  provider = "aws.virginia"
  bucket   = "hinode-exports"
}

resource "aws_s3_bucket" "lost" {
  provider = aws.undeclared
  bucket   = "hinode-lost"
}
