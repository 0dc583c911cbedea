# Provider blocks take any expression that is known early: locals, variables, outputs, files, data.
variable "regions" {
  type    = map(string)
  default = { primary = "ap-northeast-1", second = "ap-northeast-3" }
}

module "naming" {
  source = "./naming"
}

data "aws_region" "here" {
}

provider "aws" {
  region = var.regions.primary
}

provider "aws" {
  alias  = "second"
  region = lookup(var.regions, "second", "us-west-2")
}

provider "aws" {
  alias  = "third"
  region = module.naming.region
}

provider "aws" {
  alias  = "looked_up"
  region = data.aws_region.here.region == "ap-northeast-1" ? "eu-west-2" : "us-west-2"
}

resource "aws_sqs_queue" "primary" {
}

resource "aws_sqs_queue" "second" {
  provider = aws.second
}

resource "aws_sqs_queue" "third" {
  provider = aws.third
}

resource "aws_sqs_queue" "looked_up" {
  provider = aws.looked_up
}
