# Zones of this provider need not be in the region of its configuration.
provider "google" {
  project = "hinode"
  region  = "asia-northeast1"
  zone    = "asia-northeast2-b"
}

provider "google" {
  alias   = "without_zone"
  project = "hinode"
  region  = "asia-northeast1"
}

variable "zone" {
  type = string
}

variable "abroad" {
  type = bool
}

resource "google_compute_disk" "left_out" {
  name = "left-out"
}

resource "google_compute_address" "regional" {
  name = "regional"
}

resource "google_compute_disk" "region_only" {
  provider = google.without_zone
  name     = "region-only"
}

# Anywhere, the region of the provider included.
resource "google_compute_disk" "not_known" {
  provider = google.without_zone
  name     = "not-known"
  zone     = var.zone
}

# In Korea, or where the provider puts it.
resource "google_compute_disk" "perhaps_left_out" {
  name = "perhaps-left-out"
  zone = var.abroad ? "asia-northeast3-a" : null
}

data "google_compute_zones" "abroad" {
  region = "asia-northeast3"
}

data "google_compute_zones" "here" {}

resource "google_compute_disk" "looked_up" {
  name = "looked-up"
  zone = data.google_compute_zones.abroad.names[0]
}

resource "google_compute_disk" "looked_up_here" {
  name = "looked-up-here"
  zone = data.google_compute_zones.here.names[0]
}

resource "google_compute_disk" "one_of_all" {
  count = 2
  name  = "one-of-all-${count.index}"
  zone  = element(data.google_compute_zones.abroad.names, count.index)
}

# How many zones there are is not known.
resource "google_compute_disk" "in_each" {
  count = length(data.google_compute_zones.abroad.names)
  name  = "in-each-${count.index}"
  zone  = data.google_compute_zones.abroad.names[count.index]
}

variable "letter" {
  type = string
}

resource "google_compute_disk" "some_letter" {
  name = "some-letter"
  zone = "asia-northeast3-${var.letter}"
}

resource "google_compute_disk" "some_number" {
  name = "some-number"
  zone = "asia-northeast${var.letter}"
}

# Providers that have no way of writing zones for all of their regions have one a region.
provider "scaleway" {
  zone = "nl-ams-2"
}

resource "scaleway_instance_server" "tolls" {}
