# Data sources of the provider's own region, and zones of regions.
provider "google" {
  project = "example"
  region  = "asia-northeast1"
}

data "google_client_config" "current" {
}

data "google_compute_zones" "there" {
  region = "asia-northeast2"
}

data "google_compute_zones" "here" {
}

resource "google_storage_bucket" "main" {
  name     = "records"
  location = data.google_client_config.current.region
}

resource "google_compute_disk" "there" {
  name = "there"
  zone = data.google_compute_zones.there.names[1]
}

resource "google_compute_disk" "here" {
  count = 2
  name  = "here-${count.index}"
  zone  = data.google_compute_zones.here.names[count.index]
}

resource "google_compute_address" "cut" {
  name   = "cut"
  region = join("-", slice(split("-", "europe-west3-a"), 0, 2))
}
