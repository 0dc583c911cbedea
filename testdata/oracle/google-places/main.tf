# Region, zone and location: of the resource, else of the provider.
provider "google" {
  project = "example"
  region  = "asia-northeast1"
  zone    = "asia-northeast1-b"
}

provider "google" {
  alias  = "osaka"
  region = "asia-northeast2"
  zone   = "asia-northeast2-a"
}

resource "google_compute_address" "provider" {
  name = "provider"
}

resource "google_compute_address" "argument" {
  name   = "argument"
  region = "europe-west1"
}

resource "google_compute_disk" "provider" {
  name = "provider"
}

resource "google_compute_disk" "zone" {
  name = "zone"
  zone = "europe-west2-c"
}

resource "google_compute_disk" "alias" {
  provider = google.osaka
  name     = "alias"
}

resource "google_compute_instance" "same_zone" {
  name         = "same"
  machine_type = "e2-small"
  zone         = google_compute_disk.zone.zone
}

resource "google_storage_bucket" "upper_case" {
  name     = "records-upper"
  location = "ASIA-NORTHEAST1"
}

resource "google_storage_bucket" "of_another" {
  name     = "records-other"
  location = google_compute_address.argument.region
}

resource "google_sql_database_instance" "provider" {
  database_version = "POSTGRES_16"
}

resource "google_redis_instance" "argument" {
  provider       = google.osaka
  name           = "cache"
  memory_size_gb = 1
  region         = "asia-northeast3"
}
