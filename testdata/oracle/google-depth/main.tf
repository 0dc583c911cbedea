# Regional and zonal types of one provider, with arguments of either kind, null among them.
provider "google" {
  project = "example"
  region  = "asia-northeast1"
  zone    = "asia-northeast1-a"
}

variable "zone" {
  type    = string
  default = null
}

variable "zones" {
  default = ["europe-west1-b", "europe-west1-c"]
}

resource "google_compute_disk" "null" {
  name = "null"
  zone = var.zone
}

resource "google_compute_disk" "each" {
  for_each = toset(var.zones)
  name     = "each-${each.key}"
  zone     = each.key
}

resource "google_compute_instance" "of_disk" {
  for_each     = google_compute_disk.each
  name         = each.value.name
  machine_type = "e2-small"
  zone         = each.value.zone
}

resource "google_compute_region_disk" "main" {
  name          = "regional"
  region        = "europe-west4"
  replica_zones = ["europe-west4-a", "europe-west4-b"]
}

resource "google_cloud_run_v2_service" "main" {
  name     = "front"
  location = join("-", slice(split("-", var.zones[0]), 0, 2))
}

resource "google_redis_instance" "main" {
  name           = "cache"
  memory_size_gb = 1
  location_id    = "asia-northeast1-b"
}

resource "google_compute_router" "other" {
  name    = "main"
  network = "main"
  region  = google_compute_region_disk.main.region
}

resource "google_filestore_instance" "main" {
  name     = "files"
  tier     = "BASIC_HDD"
  location = "asia-northeast2-a"
}
