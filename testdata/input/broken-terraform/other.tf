resource "aws_s3_bucket" "c" {
  bucket = "hinode-c"
  region = "eu-west-1"
}
