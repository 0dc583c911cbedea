resource "aws_s3_bucket" "s" {
  bucket = "hinode-s"
  region = "us-east-1"
}
