variable "region" {
  type    = string
  default = "us-east-1"
}

variable "dr_region" {
  default = "ap-northeast-3"
}

variable "archive_region" {
  type = string
}

variable "settings" {
  type = object({
    region = optional(string, "ap-northeast-1")
    zone   = optional(string)
  })
  default = {}
}

locals {
  prefix = "ap-northeast"
  places = {
    tokyo = "${local.prefix}-1"
    osaka = format("%s-%d", local.prefix, 3)
  }
}

provider "aws" {
  region = var.region
}

provider "aws" {
  alias  = "dr"
  region = var.dr_region
}

provider "aws" {
  alias  = "archive"
  region = var.archive_region
}

provider "aws" {
  alias  = "map"
  region = local.places["osaka"]
}

provider "aws" {
  alias  = "object"
  region = var.settings.region
}

resource "aws_s3_bucket" "main" {
}

resource "aws_s3_bucket" "dr" {
  provider = aws.dr
}

resource "aws_s3_bucket" "archive" {
  provider = aws.archive
}

resource "aws_s3_bucket" "map" {
  provider = aws.map
}

resource "aws_s3_bucket" "object" {
  provider = aws.object
}

# Set in a variables file in JSON.
variable "json_region" {
  type = string
}

variable "json_places" {
  type = map(any)
}

resource "aws_s3_bucket" "json" {
  region = var.json_region
}

resource "aws_s3_bucket" "json_nested" {
  region = var.json_places.busy[0]
}
