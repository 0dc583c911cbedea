variable "home" {}
variable "other" {}

provider "aws" {
  region = var.home
}

resource "aws_dynamodb_table" "home" {}

resource "aws_s3_bucket" "other" {
  region = var.other
}
