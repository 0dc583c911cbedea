# The environment that this sets counts before the inputs.
locals {
  region = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.aws_region
}

terraform {
  extra_arguments "environment" {
    commands = ["plan", "apply"]
    env_vars = {
      AWS_REGION       = local.region
      TF_VAR_copy_to   = "ap-northeast-3"
      TF_VAR_elsewhere = "us-east-1"
    }
  }

  extra_arguments "other" {
    commands = ["init"]
    env_vars = { TF_VAR_copy_to = "eu-west-1" }
  }
}

inputs = {
  copy_to = "eu-central-1"
}
