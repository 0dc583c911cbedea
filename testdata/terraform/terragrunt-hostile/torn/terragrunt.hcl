terraform {
  source = "../modules/store"
}

locals {
  place =
}

inputs = { place = local.place }
