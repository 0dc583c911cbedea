terraform {
  backend "gcs" {
    bucket = "example-states"
    prefix = "here"
  }
}

data "terraform_remote_state" "other" {
  backend = "gcs"
  config = {
    bucket = "example-states"
    prefix = "there"
  }
}

resource "google_storage_bucket" "data" {
  location = data.terraform_remote_state.other.outputs.region
}

output "region" {
  value = "asia-northeast1"
}
