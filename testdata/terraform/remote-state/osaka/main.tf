data "terraform_remote_state" "regional" {
  backend   = "remote"
  workspace = "osaka"
  config = {
    organization = "example"
    workspaces   = { name = "regional" }
  }
}

data "terraform_remote_state" "default" {
  backend = "remote"
  config = {
    organization = "example"
    workspaces   = { name = "regional" }
  }
}

resource "aws_sqs_queue" "osaka" {
  region = data.terraform_remote_state.regional.outputs.region
}

resource "aws_sqs_queue" "default" {
  region = data.terraform_remote_state.default.outputs.region
}
