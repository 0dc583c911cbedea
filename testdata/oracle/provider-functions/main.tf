# A function of a provider: only that knows what it gives.
terraform {
  required_providers {
    terraform = { source = "terraform.io/builtin/terraform" }
  }
}

provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_sqs_queue" "decoded" {
  region = provider::terraform::decode_tfvars("region = \"eu-west-1\"").region
}

resource "aws_sqs_queue" "beside" {
  region = [provider::terraform::encode_expr("x"), "eu-west-2"][1]
}
