# Nothing here names a place, and each is somewhere all the same.
provider "alicloud" {
  profile = "ferry"
}

provider "tencentcloud" {
  alias = "named"

  region = "ap-tokyo"
}

provider "tencentcloud" {}

resource "alicloud_oss_bucket" "tickets" {
  bucket = "ferry-tickets"
}

resource "tencentcloud_cos_bucket" "tickets" {
  bucket = "ferry-tickets-1250000000"
}

resource "tencentcloud_cos_bucket" "named" {
  provider = tencentcloud.named
  bucket   = "ferry-named-1250000000"
}

resource "google_bigquery_dataset" "tickets" {
  dataset_id = "tickets"
}

# It is in the dataset's place, not in one of its own.
resource "google_bigquery_table" "tickets" {
  dataset_id = google_bigquery_dataset.tickets.dataset_id
  table_id   = "tickets"
}

resource "google_bigquery_dataset" "tokyo" {
  dataset_id = "tokyo"
  location   = "asia-northeast1"
}

resource "digitalocean_spaces_bucket" "tickets" {
  name = "ferry-tickets"
}

# The caller of this module or the system says the region: no block does.
resource "ibm_database" "tickets" {
  name = "tickets"
}
