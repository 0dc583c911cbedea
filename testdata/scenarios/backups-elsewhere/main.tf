provider "aws" {
  region = "us-west-2"
}

resource "aws_s3_bucket" "backups" {
  bucket = "hinode-backups"
}

resource "aws_s3_bucket" "second" {
  bucket = "hinode-second"
  region = "eu-west-1"
}

resource "aws_s3_bucket_replication_configuration" "second" {
  bucket = aws_s3_bucket.backups.id

  rule {
    destination { bucket = aws_s3_bucket.second.arn }
  }
}
