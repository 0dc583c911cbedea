provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_kms_key" "tokyo" {}

resource "aws_s3_bucket" "managed" {
  bucket = "managed"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "managed" {
  bucket = aws_s3_bucket.managed.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.tokyo.arn
    }
  }
}

resource "aws_s3_bucket" "external" {
  bucket = "external"
}
