locals {
  modules = "${get_repo_root()}/testdata"
  name    = basename(get_terragrunt_dir())
}

terraform {
  source = "../../../../modules//db"

  extra_arguments "shared" {
    commands           = get_terraform_commands_that_need_vars()
    required_var_files = ["${get_parent_terragrunt_dir("common")}/common.tfvars"]
    optional_var_files = ["${get_terragrunt_dir()}/absent.tfvars"]
  }
}

dependency "vpc" {
  config_path = "../vpc"

  mock_outputs = {
    region = "eu-west-1"
    zone   = "eu-west-1a"
  }
}

inputs = {
  zone = dependency.vpc.outputs.zone
  tags = { team = "ledger" }
}
