variable "suffix" {}
provider "aws" {
  region = lookup({ dev = "ap-northeast-1", prod = "ap-northeast-3" }, terraform.workspace, "us-west-1")
}
resource "aws_s3_bucket" "members" {
  bucket = "members-${var.suffix}"
}
