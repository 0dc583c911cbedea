variable "region" {
  type = string
}

provider "aws" {
  region = var.region
}

provider "aws" {
  alias  = "second"
  region = replace(var.region, "1", "2")
}

resource "aws_sqs_queue" "main" {
}

resource "aws_sqs_queue" "second" {
  provider = aws.second
}

module "inner" {
  source = "../inner"
}

module "inner_second" {
  source = "../inner"
  providers = {
    aws = aws.second
  }
}
