locals {
  there = read_terragrunt_config("there.hcl")
  place = local.there.locals.place
}
