variable "group" {}

resource "azurerm_mssql_database" "members" {
  name                = "members"
  server_id           = var.group
}

module "inner" {
  source = "example-modules/store/aws"
}
