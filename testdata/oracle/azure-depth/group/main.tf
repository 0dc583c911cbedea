variable "location" {
  type = string

  validation {
    condition     = length(var.location) > 3
    error_message = "Too short."
  }
}

variable "name" {
  type = string
}

resource "azurerm_resource_group" "this" {
  name     = var.name
  location = var.location
}

output "group" {
  value = azurerm_resource_group.this
}
