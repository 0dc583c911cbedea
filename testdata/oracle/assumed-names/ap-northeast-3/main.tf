variable "region" {
  description = "not used"
}

variable "location" {
  default = "eu-west-1"
}

resource "aws_s3_bucket" "main" {
  bucket = "copies-${var.region}"
}

resource "aws_sqs_queue" "main" {
  region = var.location
  name   = var.region
}
