resource "aws_s3_bucket" "sub" {
  bucket = "hinode-sub"
  region = "eu-west-1"
}
