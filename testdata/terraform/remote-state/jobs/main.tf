data "terraform_remote_state" "cluster" {
  backend = "local"
  config = {
    path = "${path.module}/../cluster/terraform.tfstate"
  }
}

locals {
  cluster = data.terraform_remote_state.cluster.outputs
}

resource "aws_dynamodb_table" "jobs" {
  region = local.cluster.region
}

resource "aws_dynamodb_table" "looked_up" {
  region = lookup(local.cluster, "region", "ap-northeast-1")
}
