locals {
  there = read_terragrunt_config("there.hcl")
  here  = read_terragrunt_config("terragrunt.hcl")
}

terraform {
  source = "../modules/store"
}

inputs = { place = local.there.locals.place }
