resource "aws_s3_bucket" "a" {
  bucket = "hinode-a"
  region = "ap-northeast-1"
}
