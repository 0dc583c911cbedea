# Texts of a variables file in JSON are no templates.
variable "region" {
  type    = string
  default = "us-west-2"
}

variable "regions" {
  type    = set(string)
  default = ["us-west-2"]
}

variable "text" {
  type    = string
  default = ""
}

provider "aws" {
  region = var.region
}

resource "aws_s3_bucket" "one" {
}

resource "aws_s3_bucket" "some" {
  for_each = var.regions
  region   = each.value
}

resource "aws_s3_bucket" "text" {
  region = startswith(var.text, "$") ? "eu-west-3" : "us-west-2"
}
