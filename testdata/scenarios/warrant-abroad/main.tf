resource "azurerm_storage_account" "mail" {
  location                 = "northeurope"
  account_replication_type = "LRS"
}
