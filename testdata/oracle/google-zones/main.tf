# Zonal and regional types where the provider has only one of the two, and clusters in either.
provider "google" {
  project = "example"
  zone    = "asia-northeast1-c"
}

provider "google" {
  alias   = "osaka"
  project = "example"
  region  = "asia-northeast2"
}

resource "google_compute_disk" "zone_of_provider" {
  name = "records"
}

resource "google_compute_disk" "no_zone" {
  provider = google.osaka
  name     = "records"
}

resource "google_compute_address" "no_region" {
  name = "records"
}

resource "google_container_cluster" "zonal" {
  name     = "zonal"
  location = "europe-west1-b"
}

resource "google_container_cluster" "regional" {
  name     = "regional"
  location = "europe-west4"
}

resource "google_container_node_pool" "of_zonal" {
  cluster  = google_container_cluster.zonal.name
  location = google_container_cluster.zonal.location
}

resource "google_compute_subnetwork" "main" {
  provider      = google.osaka
  name          = "main"
  network       = "main"
  ip_cidr_range = "10.0.0.0/16"
}

resource "google_compute_address" "of_subnetwork" {
  name   = "inside"
  region = google_compute_subnetwork.main.region
}
