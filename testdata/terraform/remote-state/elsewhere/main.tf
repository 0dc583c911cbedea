data "terraform_remote_state" "outside" {
  backend = "local"
  config = {
    path = "../../../outside/terraform.tfstate"
  }
}

data "terraform_remote_state" "unheard" {
  backend = "carrier_pigeon"
}

resource "google_storage_bucket" "outside" {
  location = data.terraform_remote_state.outside.outputs.region
}

resource "google_storage_bucket" "unheard" {
  location = data.terraform_remote_state.unheard.outputs.region
}
