data "terraform_remote_state" "network" {
  count   = 1
  backend = "s3"
  config = {
    bucket = "example-states"
    key    = "network/terraform.tfstate"
    region = "ap-northeast-1"
  }
}

data "terraform_remote_state" "gone" {
  backend = "s3"
  config = {
    bucket = "example-states"
    key    = "gone/terraform.tfstate"
  }
  defaults = {
    region = "us-east-1"
  }
}

provider "aws" {
  region = data.terraform_remote_state.network[0].outputs.region
}

resource "aws_sqs_queue" "orders" {
  tags = { vpc = data.terraform_remote_state.network[0].outputs.vpc_id }
}

resource "aws_sqs_queue" "gone" {
  region = data.terraform_remote_state.gone.outputs.region
}

resource "aws_sqs_queue" "gone_for_good" {
  region = data.terraform_remote_state.gone.outputs.place
}

resource "aws_sqs_queue" "no_such_output" {
  region = data.terraform_remote_state.network[0].outputs.place
}
