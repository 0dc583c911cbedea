locals {
  back  = read_terragrunt_config("back.hcl")
  place = local.back.locals.place
}
