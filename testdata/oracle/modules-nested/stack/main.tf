variable "regions" {
  type = map(string)
}

variable "backup" {}

module "store" {
  source = "./store"
  region = var.regions["archive"]
}

module "backup" {
  source = "./store"
  region = var.backup
}

output "where" {
  value = [module.store.region, upper(module.store.region) == "EU-CENTRAL-1" ? "ca-central-1" : "us-west-2"]
}
