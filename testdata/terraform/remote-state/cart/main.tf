variable "size" {}

data "terraform_remote_state" "shop" {
  backend = "azurerm"
  config = {
    storage_account_name = "examplestates"
    container_name       = "states"
    key                  = "shop.tfstate"
  }
}

resource "azurerm_storage_account" "own" {
  location = data.terraform_remote_state.shop.outputs.location
}

resource "azurerm_log_analytics_linked_storage_account" "of_group" {
  resource_group_name = data.terraform_remote_state.shop.outputs.group
}
