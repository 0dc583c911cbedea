# The plan was made with `-var region=ap-northeast-3 -var 'tenants=["umi", "yama"]'`: nothing in the tree says so.
variable "region" {
  type = string
}

variable "tenants" {
  type = set(string)
}

locals {
  copies = { main = var.region, far = "us-west-2" }
}

provider "aws" {
  region = local.copies["main"]
}

provider "aws" {
  alias  = "far"
  region = local.copies.far
}

data "aws_availability_zones" "here" {}

resource "aws_s3_bucket" "tenant" {
  for_each = var.tenants
  bucket   = "tenant-${each.key}"
}

resource "aws_s3_bucket_versioning" "tenant" {
  for_each = var.tenants
  bucket   = aws_s3_bucket.tenant[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_ebs_volume" "disk" {
  count             = 2
  availability_zone = data.aws_availability_zones.here.names[count.index]
  size              = 10
}

module "store" {
  source    = "./store"
  providers = { aws = aws.far }
}

# What it holds is in the plan; its code is not in the tree.
module "archive" {
  source    = "git::https://code.example.com/platform/store.git"
  providers = { aws = aws.far }
}
