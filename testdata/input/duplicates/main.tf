resource "aws_s3_bucket" "a" {
  bucket = "hinode-a"
  region = "ap-northeast-1"
}
resource "aws_s3_bucket" "a" {
  bucket = "hinode-a"
  region = "us-east-1"
}
variable "x" {}
variable "x" {}
provider "aws" {
  region = "ap-northeast-1"
}
provider "aws" {
  region = "us-east-1"
}
provider "aws" {
  alias  = "far"
  region = "us-east-1"
}
