variable "site" {
  type = string
}

locals {
  table = {
    tokyo = { default = "ap-northeast-1", archive = "eu-west-1" }
    osaka = { default = "ap-northeast-3", archive = "eu-central-1" }
  }
}

output "regions" {
  value = local.table[var.site]
}

output "backup" {
  value = lookup(local.table, "nagoya", null)
}
