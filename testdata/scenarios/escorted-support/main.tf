resource "azurerm_storage_account" "records" {
  location                 = "japaneast"
  account_replication_type = "LRS"
}

resource "azurerm_storage_account" "other" {
  location                 = "japaneast"
  account_replication_type = "LRS"
}

resource "azurerm_role_assignment" "support" {
  scope                = azurerm_storage_account.other.id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = "11111111-2222-3333-4444-555555555555"
}
