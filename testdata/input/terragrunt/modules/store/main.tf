variable "copy" {}

resource "aws_dynamodb_table" "home" {}

resource "aws_s3_bucket" "copy" {
  region = var.copy
}

module "keys" {
  source = "../keys"
}

output "home" {
  value = data.aws_region.here.name
}

data "aws_region" "here" {}
