# Local names of a provider are the module's own choice, and a resource type implies only a name.
terraform {
  required_providers {
    tokyo = { source = "hashicorp/aws" }
  }
}

provider "tokyo" {
  region = "ap-northeast-1"
}

provider "tokyo" {
  alias  = "twin"
  region = "ap-northeast-3"
}

resource "aws_sqs_queue" "named" {
  provider = tokyo
}

resource "aws_sqs_queue" "aliased" {
  provider = tokyo.twin
}

resource "aws_sqs_queue" "quoted" {
  provider = "tokyo.twin"
}

module "inside" {
  source = "./inside"
  providers = {
    cloud = tokyo.twin
  }
}
