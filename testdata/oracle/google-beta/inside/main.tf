terraform {
  required_providers {
    google-beta = {
      source = "hashicorp/google-beta"
    }
  }
}

resource "google_compute_address" "beta" {
  provider = google-beta
  name     = "inside"
}

resource "google_compute_address" "stable" {
  name = "inside-stable"
}
