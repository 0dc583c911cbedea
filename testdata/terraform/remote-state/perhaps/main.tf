variable "states" {}

data "terraform_remote_state" "network" {
  backend = "s3"
  config = {
    bucket = var.states
    key    = "network/terraform.tfstate"
  }
}

resource "aws_sqs_queue" "orders" {
  region = data.terraform_remote_state.network.outputs.region
}
