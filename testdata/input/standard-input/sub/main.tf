resource "aws_s3_bucket" "sub" {
  bucket = "hinode-sub"
  region = "ap-northeast-1"
}
