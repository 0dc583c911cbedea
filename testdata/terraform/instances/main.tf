variable "tenants" {
  type    = set(string)
  default = ["umi", "yama"]
}

variable "unknown_tenants" {
  type = set(string)
}

variable "copies" {
  default = {
    near = "ap-northeast-3"
    far  = "us-east-1"
  }
}

provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_sqs_queue" "none" {
  count = 0
}

resource "aws_sqs_queue" "some" {
  count = length(var.tenants)
}

resource "aws_s3_bucket" "tenant" {
  for_each = var.tenants
  bucket   = "tenant-${each.key}"
}

resource "aws_s3_bucket" "copy" {
  for_each = var.copies
  region   = each.value
}

resource "aws_s3_bucket" "symbolic" {
  for_each = var.unknown_tenants
}

resource "aws_s3_bucket" "derived" {
  for_each = { for name, region in var.copies : upper(name) => region if name != "near" }
  region   = each.value
}

module "store" {
  for_each = var.copies
  source   = "./store"
  region   = each.value
}
