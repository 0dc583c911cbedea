variable "region" {}

resource "aws_s3_bucket" "copy" {
  region = var.region
}
