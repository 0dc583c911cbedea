include "one" {
  path   = "../one/terragrunt.hcl"
  expose = true
}

locals {
  place = try(include.one.locals.place, "us-east-1")
}
