# 会員サービス「ひので便」。会員データは日本国内に置く方針。
# Hinode-bin, a delivery service: the data of its members is to stay in Japan.

terraform {
  required_providers {
    aws      = { source = "hashicorp/aws" }
    alicloud = { source = "aliyun/alicloud" }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { service = "hinode-bin" }
  }
}

provider "aws" {
  alias  = "recovery"
  region = local.recovery_region
}

provider "alicloud" {
  region = "ap-northeast-1"
}

locals {
  recovery_region = lookup(var.recovery_regions, "database")
}

module "members" {
  source = "./modules/database"
  name   = "members"

  providers = {
    aws         = aws
    aws.replica = aws.recovery
  }
}

# 荷物の写真 / photos of parcels
resource "alicloud_oss_bucket" "photos" {
  bucket = "hinode-bin-photos"
}

# 公開画像（会員データなし）/ public pictures, nothing of members
resource "aws_s3_bucket" "pictures" {
  bucket = "hinode-bin-pictures"
  region = "us-west-2"
  tags   = { data-class = "public" }
}

resource "aws_s3_bucket" "receipts" {
  bucket = "hinode-bin-receipts"
}
