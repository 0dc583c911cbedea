# One for each of something that nobody can count without asking the cloud: the elements are alike.

provider "aws" {
  region = "ap-northeast-1"
}

data "aws_subnets" "all" {}

data "aws_subnet" "each" {
  for_each = toset(data.aws_subnets.all.ids)
  id       = each.value
}

resource "aws_ebs_volume" "each" {
  for_each = data.aws_subnet.each
  size     = 8
}

variable "tenants" {
  type = map(string)
}

resource "azurerm_resource_group" "tenant" {
  for_each = var.tenants
  name     = each.key
  location = "japaneast"
}

resource "azurerm_storage_account" "tenant" {
  for_each = azurerm_resource_group.tenant
  name     = each.key
  location = each.value.location
}

resource "azurerm_storage_container" "tenant" {
  for_each           = azurerm_storage_account.tenant
  name               = "photos"
  storage_account_id = each.value.id
}

resource "azurerm_storage_account" "first" {
  name     = "first"
  location = values(azurerm_resource_group.tenant)[0].location
}

resource "azurerm_storage_account" "named" {
  name     = "named"
  location = azurerm_resource_group.tenant["umi"].location
}

resource "azurerm_storage_account" "listed" {
  name     = "listed"
  location = [for name, group in azurerm_resource_group.tenant : group.location][0]
}

module "each" {
  source   = "./each"
  for_each = var.tenants
}

resource "azurerm_storage_account" "of_module" {
  for_each = module.each
  name     = each.key
  location = each.value.location
}

# Whether it works hangs on a value that is not known: either of them.
variable "zone" {
  type = string
}

resource "azurerm_storage_account" "either" {
  name     = "either"
  location = can(tonumber(var.zone)) ? "japaneast" : "koreacentral"
}
