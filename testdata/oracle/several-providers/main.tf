# One table of sites decides for three clouds.
locals {
  sites = {
    japan  = { aws = "ap-northeast-1", azure = "japaneast", google = "asia-northeast1" }
    europe = { aws = "eu-west-1", azure = "northeurope", google = "europe-west1" }
  }
  site = local.sites[var.site]
}

variable "site" {
  default = "europe"

  validation {
    condition     = contains(["japan", "europe"], var.site)
    error_message = "Not a site."
  }
}

provider "aws" {
  region = local.site.aws
}

provider "google" {
  region = local.site.google
}

provider "azurerm" {
  features {}
}

resource "aws_s3_bucket" "main" {
}

resource "google_compute_address" "main" {
  name = "main"
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = local.site.azure
}

resource "google_storage_bucket" "every_site" {
  for_each = local.sites
  name     = "records-${each.key}"
  location = each.value.google
}

resource "aws_s3_bucket" "every_site" {
  for_each = { for name, site in local.sites : name => site.aws }
  region   = each.value
}
