include "two" {
  path   = "../two/terragrunt.hcl"
  expose = true
}

terraform {
  source = "../../modules/store"
}

inputs = { place = include.two.locals.place }
