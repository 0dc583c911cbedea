provider "aws" {
  region = terraform.workspace == "prod" ? "ap-northeast-1" : "ap-southeast-1"
}
resource "aws_s3_bucket" "members" {
  count = contains(["prod", "stage"], terraform.workspace) ? 1 : 0
}
resource "aws_s3_bucket" "log" {
  bucket = "log-${terraform.workspace}"
}
