locals {
  region = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
}

generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite"
  contents  = <<EOF
provider "aws" {
  region = "${local.region}"
}
EOF
}

terraform {
  source = "${get_repo_root()}//modules/store"
}

inputs = {
  copy = get_env("COPY_REGION", "ap-northeast-3")
}
