resource "aws_s3_bucket" "members" {
  region = "ap-northeast-3"
}
