variable "location" {
  default = "Japan East"
}

resource "azurerm_resource_group" "members" {
  name     = "members"
  location = var.location
}

resource "azurerm_storage_account" "members" {
  name                     = "members"
  resource_group_name      = azurerm_resource_group.members.name
  location                 = azurerm_resource_group.members.location
  account_tier             = "Standard"
  account_replication_type = "LRS"
}

resource "azurerm_mssql_server" "ledger" {
  name                = "ledger"
  resource_group_name = azurerm_resource_group.members.name
  location            = "koreacentral"
}

resource "azurerm_mssql_database" "ledger" {
  name      = "ledger"
  server_id = azurerm_mssql_server.ledger.id
}

resource "azurerm_storage_container" "photos" {
  name               = "photos"
  storage_account_id = azurerm_storage_account.members.id
}

resource "azurerm_storage_container" "elsewhere" {
  name               = "elsewhere"
  storage_account_id = data.azurerm_storage_account.shared.id
}

data "azurerm_storage_account" "shared" {
  name                = "shared"
  resource_group_name = "shared"
}
