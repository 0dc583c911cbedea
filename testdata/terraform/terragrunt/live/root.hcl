locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl"))
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl"))

  aws_region = local.region.locals.aws_region
}

generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite_terragrunt"
  contents  = <<EOF
provider "aws" {
  region              = "${local.aws_region}"
  allowed_account_ids = ["${local.account.locals.id}"]
}

provider "aws" {
  alias  = "replica"
  region = var.replica_region
}
EOF
}

inputs = merge(local.account.locals, local.region.locals, {
  replica_region = "ap-northeast-3"
})
