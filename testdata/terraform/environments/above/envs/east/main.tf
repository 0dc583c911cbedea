# A file of variables above several roots is theirs, and of no root beside.
variable "tier" {}
variable "seat" {}
provider "aws" {
  region = var.seat
}
resource "aws_s3_bucket" "tickets" {
  bucket = "tickets-${var.tier}"
}
