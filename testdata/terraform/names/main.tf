# Names made by chance: the resource that a name belongs to lends its place, not the one that made the name.

variable "is_primary" {
  type = bool
}

resource "random_pet" "word" {}

resource "azurerm_resource_group" "members" {
  name     = random_pet.word.id
  location = "koreacentral"
}

resource "azurerm_virtual_network" "members" {
  name                = "network-${random_pet.word.id}"
  resource_group_name = azurerm_resource_group.members.name
  location            = "japaneast"
}

resource "azurerm_subnet" "members" {
  name                 = "members"
  resource_group_name  = azurerm_resource_group.members.name
  virtual_network_name = azurerm_virtual_network.members.name
}

resource "azurerm_cosmosdb_account" "members" {
  name     = random_pet.word.id
  location = "japanwest"
}

resource "azurerm_cosmosdb_sql_database" "members" {
  name         = "members"
  account_name = azurerm_cosmosdb_account.members.name
}

# Named as its group is, and elsewhere.
resource "azurerm_virtual_network" "same" {
  name     = azurerm_resource_group.members.name
  location = "japanwest"
}

resource "azurerm_subnet" "same" {
  name                 = "same"
  virtual_network_name = azurerm_virtual_network.same.name
}

resource "azurerm_mssql_server" "far" {
  name     = "far"
  location = "eastus"
}

resource "azurerm_mssql_server" "near" {
  name     = "near"
  location = "japaneast"
}

resource "azurerm_mssql_database" "either" {
  name      = "either"
  server_id = var.is_primary ? azurerm_mssql_server.near.id : azurerm_mssql_server.far.id
}
