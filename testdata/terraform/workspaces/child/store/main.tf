resource "aws_s3_bucket" "members" {
  region = terraform.workspace == "default" ? "ap-northeast-3" : "ap-northeast-1"
}
