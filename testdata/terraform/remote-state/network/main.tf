terraform {
  backend "s3" {
    bucket = "example-states"
    key    = "network/terraform.tfstate"
    region = "ap-northeast-1"
  }
}

provider "aws" {
  region = "ap-northeast-3"
}

data "aws_region" "current" {}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

output "region" {
  value = data.aws_region.current.name
}

output "vpc_id" {
  value = aws_vpc.main.id
}
