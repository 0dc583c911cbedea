resource "aws_s3_bucket" "a" {
  bucket = "hinode-a"
  region = "us-east-1"
}
