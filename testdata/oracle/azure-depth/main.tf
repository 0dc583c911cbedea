# Locations handed along: network to machine, group through outputs, tables of short names.
provider "azurerm" {
  features {}
}

locals {
  names = { "Japan West" = "jpw", "northeurope" = "neu" }
}

module "group" {
  source   = "./group"
  for_each = local.names
  location = each.key
  name     = each.value
}

resource "azurerm_virtual_network" "each" {
  for_each            = module.group
  name                = "network-${each.key}"
  resource_group_name = each.value.group.name
  location            = each.value.group.location
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_linux_virtual_machine" "of_network" {
  name                = "machine"
  resource_group_name = azurerm_virtual_network.each["northeurope"].resource_group_name
  location            = azurerm_virtual_network.each["northeurope"].location
  size                = "Standard_B1s"
  admin_username      = "main"
}

resource "azurerm_redis_cache" "by_name" {
  for_each            = { for location, short in local.names : short => location if short != "neu" }
  name                = "cache-${each.key}"
  resource_group_name = module.group[each.value].group.name
  location            = module.group[each.value].group.location
  capacity            = 1
  family              = "C"
  sku_name            = "Basic"
}

resource "azurerm_log_analytics_workspace" "upper" {
  name                = "logs"
  resource_group_name = "logs"
  location            = upper("francecentral")
}
