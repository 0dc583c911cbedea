# What is one of a few is judged as a set; what cannot be told says why.
variable "failover" {
  type = bool
}

variable "environment" {
  type = string
}

locals {
  regions = {
    dev  = "ap-northeast-3"
    prod = "ap-northeast-1"
  }
}

provider "aws" {
  region = var.failover ? "us-west-2" : "ap-northeast-1"
}

provider "aws" {
  alias  = "by_environment"
  region = local.regions[var.environment]
}

provider "aws" {
  alias  = "by_lookup"
  region = lookup(local.regions, var.environment, "eu-west-1")
}

provider "aws" {
  alias = "unset"
}

resource "aws_db_instance" "members" {
}

resource "aws_db_instance" "japan_anyway" {
  provider = aws.by_environment
}

resource "aws_db_instance" "default_abroad" {
  provider = aws.by_lookup
}

resource "aws_db_instance" "environment_decides" {
  provider = aws.unset
}

resource "aws_db_instance" "dead_branch" {
  region = false ? "us-east-1" : "ap-northeast-3"
}

resource "aws_db_instance" "perhaps_own" {
  provider = aws.by_environment
  region   = var.failover ? "us-east-1" : null
}

resource "aws_instance" "zoned" {
  availability_zone = "${var.failover ? "us-west-2" : "ap-northeast-1"}a"
}
