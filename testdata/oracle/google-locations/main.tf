# Locations that are more than a region, in whatever case.
provider "google" {
  region = "asia-northeast1"
}

resource "google_storage_bucket" "area" {
  name     = "records-asia"
  location = "ASIA"
}

resource "google_storage_bucket" "pair" {
  name     = "records-pair"
  location = "Asia1"
}

resource "google_storage_bucket" "lower_case" {
  name     = "records-eu"
  location = "eu"
}

resource "google_kms_key_ring" "global" {
  name     = "keys"
  location = "global"
}

resource "google_kms_key_ring" "region" {
  name     = "keys-tokyo"
  location = "asia-northeast1"
}

resource "google_bigquery_dataset" "area" {
  dataset_id = "records"
  location   = "EU"
}

resource "google_artifact_registry_repository" "region" {
  repository_id = "images"
  format        = "DOCKER"
  location      = "europe-west3"
}
