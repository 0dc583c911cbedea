# The text has a directive, so that it must be worked out before it is read.
locals {
  region = find_in_parent_folders("region.yaml", "none")
  hosts  = { tokyo = "ap-northeast-1", osaka = "ap-northeast-3" }
}

terraform {
  source = "${dirname(find_in_parent_folders("root.hcl"))}/../modules//cache?ref=v1"
}

generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite"
  contents  = <<-EOF
    %{ for name, region in local.hosts ~}
    provider "aws" {
      %{ if name != "osaka" }alias = "${name}"%{ endif }
      region = ${jsonencode(region)}
      assume_role {
        role_arn = "arn:aws:iam::${get_aws_account_id()}:role/x"
      }
    }
    %{ endfor ~}
  EOF
}
