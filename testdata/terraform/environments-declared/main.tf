terraform {
  backend "s3" {}
}
variable "region" {
  type = string
}
variable "copies" {
  type    = list(string)
  default = []
}
provider "aws" {
  region = var.region
}
resource "aws_s3_bucket" "members" {
  bucket = "members-${terraform.workspace}"
}
resource "aws_s3_bucket" "copy" {
  for_each = toset(var.copies)
  region   = each.key
}
