# A provider for whatever there is: the place is an argument, or that of the parent.
resource "random_pet" "word" {}

resource "azurerm_resource_group" "members" {
  name     = random_pet.word.id
  location = "japaneast"
}

resource "azapi_resource" "registry" {
  type      = "Microsoft.ContainerRegistry/registries@2020-11-01-preview"
  name      = random_pet.word.id
  parent_id = azurerm_resource_group.members.id
  location  = "koreacentral"
}

resource "azapi_resource" "replication" {
  type      = "Microsoft.ContainerRegistry/registries/webhooks@2020-11-01-preview"
  name      = "told"
  parent_id = azapi_resource.registry.id
}

resource "azapi_resource" "group_scope" {
  type      = "Microsoft.Insights/components@2020-02-02"
  name      = "seen"
  parent_id = azurerm_resource_group.members.id
}
