# Two providers of one cloud, each with configurations of its own.
provider "google" {
  region = "asia-northeast1"
}

provider "google-beta" {
  region = "asia-northeast2"
}

provider "google-beta" {
  alias  = "belgium"
  region = "europe-west1"
}

resource "google_compute_address" "stable" {
  name = "stable"
}

resource "google_compute_address" "beta" {
  provider = google-beta
  name     = "beta"
}

resource "google_compute_address" "beta_alias" {
  provider = google-beta.belgium
  name     = "beta-alias"
}

module "inside" {
  source = "./inside"
  providers = {
    google      = google
    google-beta = google-beta.belgium
  }
}
