variable "place" {}
variable "name" {
  default = "members"
}
provider "aws" {
  region = var.place
}
resource "aws_s3_bucket" "members" {
  bucket = var.name
}
