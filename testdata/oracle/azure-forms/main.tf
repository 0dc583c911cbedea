# Locations by table, count, spelling and function.
provider "azurerm" {
  features {}
}

locals {
  short = { jpe = "Japan East", weu = "westeurope" }
}

resource "azurerm_resource_group" "counted" {
  count    = 2
  name     = "group-${count.index}"
  location = element(values(local.short), count.index)
}

resource "azurerm_storage_account" "counted" {
  count                    = length(azurerm_resource_group.counted)
  name                     = "records${count.index}"
  resource_group_name      = azurerm_resource_group.counted[count.index].name
  location                 = azurerm_resource_group.counted[count.index].location
  account_tier             = "Standard"
  account_replication_type = "LRS"
}

resource "azurerm_key_vault" "spelled" {
  name                = "keys"
  resource_group_name = azurerm_resource_group.counted[0].name
  location            = lower(replace(local.short["jpe"], " ", ""))
  sku_name            = "standard"
  tenant_id           = "00000000-0000-0000-0000-000000000000"
}

resource "azurerm_mssql_server" "elsewhere" {
  name                = "records"
  resource_group_name = azurerm_resource_group.counted[0].name
  location            = "UK South"
  version             = "12.0"
}

resource "azurerm_mssql_database" "of_server" {
  name      = "records"
  server_id = azurerm_mssql_server.elsewhere.id
}

resource "azurerm_kubernetes_cluster" "parsed" {
  name                = "main"
  resource_group_name = (azurerm_resource_group.counted[*].name)[1]
  location            = jsondecode("{\"location\": \"North Europe\"}").location
}
