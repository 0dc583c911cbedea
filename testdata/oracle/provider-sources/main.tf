# Default configurations are inherited by the provider's source, whatever a module calls it.
terraform {
  required_providers {
    tokyo = { source = "hashicorp/aws" }
  }
}

provider "tokyo" {
  region = "ap-northeast-1"
}

provider "google" {
  region = "asia-northeast1"
}

provider "google-beta" {
  region = "asia-northeast2"
}

module "renamed" {
  source = "./renamed"
}

module "implied" {
  source = "./implied"
}

module "beta" {
  source = "./beta"
}
