terraform {
  cloud {
    organization = "example"
    workspaces {
      name = "regional"
    }
  }
}

locals {
  regions = {
    default = "us-east-1"
    osaka   = "ap-northeast-3"
  }
}

output "region" {
  value = local.regions[terraform.workspace]
}
