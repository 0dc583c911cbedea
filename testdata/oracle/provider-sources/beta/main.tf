terraform {
  required_providers {
    google = { source = "hashicorp/google-beta" }
  }
}

resource "google_compute_address" "main" {
  name = "main"
}
