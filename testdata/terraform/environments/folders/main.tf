variable "region" {}
variable "name" {
  default = "members"
}
provider "aws" {
  region = var.region
}
resource "aws_s3_bucket" "members" {
  bucket = var.name
}
