# Has the same variables, and no file of them.
variable "tier" {}
variable "seat" {}
provider "aws" {
  region = var.seat
}
resource "aws_s3_bucket" "tickets" {
  bucket = "tickets-${var.tier}"
}
