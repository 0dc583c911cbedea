# Locations through groups: directly, by key, through modules, in both spellings.
provider "azurerm" {
  features {}
}

variable "location" {
  default = "Japan East"
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = var.location
}

resource "azurerm_resource_group" "each" {
  for_each = { west = "japanwest", europe = "West Europe" }
  name     = each.key
  location = each.value
}

resource "azurerm_storage_account" "main" {
  name                     = "mainrecords"
  resource_group_name      = azurerm_resource_group.main.name
  location                 = azurerm_resource_group.main.location
  account_tier             = "Standard"
  account_replication_type = "LRS"
}

resource "azurerm_storage_account" "each" {
  for_each                 = azurerm_resource_group.each
  name                     = "records${each.key}"
  resource_group_name      = each.value.name
  location                 = each.value.location
  account_tier             = "Standard"
  account_replication_type = "LRS"
}

module "vault" {
  source = "./vault"
  group  = azurerm_resource_group.each["west"]
}

resource "azurerm_mssql_server" "same_as_vault" {
  name                = "records"
  resource_group_name = azurerm_resource_group.main.name
  location            = module.vault.location
  version             = "12.0"
}
