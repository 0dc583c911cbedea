# Providers whose types say their place themselves.
terraform {
  required_providers {
    digitalocean = { source = "digitalocean/digitalocean" }
    scaleway     = { source = "scaleway/scaleway" }
  }
}

variable "regions" {
  default = ["fra1", "sgp1"]
}

provider "scaleway" {
  region = "nl-ams"
}

resource "digitalocean_database_cluster" "each" {
  for_each = toset(var.regions)
  name     = each.key
  region   = each.value
}

resource "scaleway_object_bucket" "provider" {
  name = "records"
}

resource "scaleway_object_bucket" "argument" {
  name   = "copies"
  region = "fr-par"
}
