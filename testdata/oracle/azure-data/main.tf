# A group that exists already is looked up: Terraform cannot know its location without asking.
provider "azurerm" {
  features {}
}

data "azurerm_resource_group" "existing" {
  name = "existing"
}

resource "azurerm_resource_group" "own" {
  name     = "own"
  location = "japaneast"
}

data "azurerm_resource_group" "own" {
  name = azurerm_resource_group.own.name
}

resource "azurerm_key_vault" "in_existing" {
  name                = "existing"
  resource_group_name = data.azurerm_resource_group.existing.name
  location            = data.azurerm_resource_group.existing.location
  sku_name            = "standard"
  tenant_id           = "00000000-0000-0000-0000-000000000000"
}

resource "azurerm_key_vault" "in_own" {
  name                = "own"
  resource_group_name = azurerm_resource_group.own.name
  location            = coalesce(null, azurerm_resource_group.own.location)
  sku_name            = "standard"
  tenant_id           = "00000000-0000-0000-0000-000000000000"
}
