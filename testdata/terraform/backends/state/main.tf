# A bucket of this very root keeps its state.
terraform {
  backend "gcs" {
    bucket = "sumida-state"
  }
}

resource "google_storage_bucket" "state" {
  name     = "sumida-state"
  location = "US"
}
