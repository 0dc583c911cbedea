# Variables files tell the environments, and each has a backend of its own.
terraform {
  backend "azurerm" {
    container_name = "tfstate"
    key            = "app.tfstate"
  }
}

variable "location" {
  type = string
}

resource "azurerm_resource_group" "state" {
  name     = "rg-state-prod"
  location = "japaneast"
}

resource "azurerm_storage_account" "app" {
  name                     = "kaidouapp"
  resource_group_name      = azurerm_resource_group.state.name
  location                 = var.location
  account_tier             = "Standard"
  account_replication_type = "LRS"
}
