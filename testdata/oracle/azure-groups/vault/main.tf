variable "group" {
  type = object({ name = string, location = string })
}

resource "azurerm_key_vault" "main" {
  name                = "keys"
  resource_group_name = var.group.name
  location            = var.group.location
  sku_name            = "standard"
  tenant_id           = "00000000-0000-0000-0000-000000000000"
}

output "location" {
  value = azurerm_key_vault.main.location
}
