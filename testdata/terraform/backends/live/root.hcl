locals {
  region = "us-east-2"
}

remote_state {
  backend = "s3"

  config = {
    bucket = "sumida-state"
    key    = "${path_relative_to_include()}/terraform.tfstate"
    region = local.region
  }
}

generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite"
  contents  = <<-EOT
    provider "aws" {
      region = "ap-northeast-1"
    }
  EOT
}
