data "terraform_remote_state" "legacy" {
  backend = "local"
  config = {
    path = "../legacy/terraform.tfstate"
  }
  defaults = {
    spare = "ap-northeast-3"
  }
}

resource "aws_s3_bucket" "each" {
  for_each = data.terraform_remote_state.legacy.outputs.regions
  region   = each.value
}

resource "aws_s3_bucket" "home" {
  region = data.terraform_remote_state.legacy.outputs.home.region
}

resource "aws_s3_bucket" "spare" {
  region = data.terraform_remote_state.legacy.outputs.spare
}
