provider "aws" {
  region = "ap-northeast-1"
}

module "store" {
  source = "git::https://code.example.com/platform/terraform-aws-store.git//table?ref=v2"
}

module "queue" {
  source  = "example-modules/queue/aws"
  version = "1.4.0"
}

module "nowhere" {
  source = "example-modules/topic/aws"
}
