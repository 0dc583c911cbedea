provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "dr"
  region = "eu-west-1"
}

variable "stage" {
  default = "prod"
}

resource "aws_s3_bucket" "archive" {
  bucket = "ledger-archive-${var.stage}"
}

resource "aws_s3_bucket" "abroad" {
  provider = aws.dr
  bucket   = "ledger-abroad"
}

resource "aws_eks_cluster" "ledger" {
  name     = "ledger-tokyo"
  role_arn = "arn:aws:iam::123456789012:role/ledger"
  vpc_config {
    subnet_ids = []
  }
}

resource "google_storage_bucket" "twin" {
  name     = "ledger-twin"
  location = "US"
}
