variable "region" {}
variable "replica" {
  default = "ap-northeast-3"
}
provider "aws" {
  region = var.region
}
provider "aws" {
  alias  = "replica"
  region = var.replica
}
resource "aws_s3_bucket" "members" {}
resource "aws_s3_bucket" "copy" {
  provider = aws.replica
}
resource "aws_s3_bucket" "fixed" {
  region = "us-west-2"
}
