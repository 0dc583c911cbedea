data "terraform_remote_state" "other" {
  backend = "local"
  config = {
    path = "../trip/terraform.tfstate"
  }
}

resource "google_storage_bucket" "data" {
  location = data.terraform_remote_state.other.outputs.region
}

output "region" {
  value = data.terraform_remote_state.other.outputs.region
}
