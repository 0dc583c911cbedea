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

# Older versions of the provider name the parent instead of giving its id.
resource "azurerm_storage_container" "older" {
  name                 = "older"
  storage_account_name = azurerm_storage_account.members.name
}

resource "azurerm_storage_container" "older_elsewhere" {
  name                 = "older-elsewhere"
  storage_account_name = data.azurerm_storage_account.shared.name
}

resource "azurerm_eventhub_namespace" "events" {
  name     = "events"
  location = "koreasouth"
}

resource "azurerm_eventhub" "older" {
  name           = "older"
  namespace_name = azurerm_eventhub_namespace.events.name
}
