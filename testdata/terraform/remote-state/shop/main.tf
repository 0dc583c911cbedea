terraform {
  backend "azurerm" {
    storage_account_name = "examplestates"
    container_name       = "states"
    key                  = "shop.tfstate"
  }
}

variable "location" {}

resource "azurerm_resource_group" "shop" {
  name     = "shop"
  location = var.location
}

output "group" {
  value = azurerm_resource_group.shop.name
}

output "location" {
  value = var.location
}
