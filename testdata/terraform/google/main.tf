provider "google" {
  project = "hinode"
  region  = "asia-northeast1"
  zone    = "asia-northeast1-b"
}

resource "google_sql_database_instance" "members" {
  name = "members"
}

resource "google_sql_database_instance" "replica" {
  name   = "members-replica"
  region = "asia-northeast3"
}

resource "google_compute_instance" "app" {
  name = "app"
  zone = "us-central1-a"
}

resource "google_storage_bucket" "photos" {
  name     = "photos"
  location = "ASIA1"
}

resource "google_storage_bucket" "wide" {
  name     = "wide"
  location = "ASIA"
}

resource "google_storage_bucket_object" "logo" {
  name   = "logo"
  bucket = google_storage_bucket.photos.name
}

resource "google_bigquery_dataset" "left_out" {
  dataset_id = "left_out"
}

resource "google_spanner_instance" "ledger" {
  name   = "ledger"
  config = "asia1"
}

resource "google_compute_disk" "beta" {
  provider = google-beta
  name     = "beta"
  zone     = "asia-northeast2-a"
}

resource "google_secret_manager_secret" "copies" {
  secret_id = "copies"
  replication {
    user_managed {
      replicas {
        location = "asia-northeast1"
      }
      replicas {
        location = "europe-west1"
      }
    }
  }
}

resource "google_secret_manager_secret" "anywhere" {
  secret_id = "anywhere"
  replication {
    auto {}
  }
}

resource "google_spanner_instance" "long_name" {
  name   = "long-name"
  config = "projects/hinode/instanceConfigs/nam3"
}

resource "google_spanner_instance" "one_region" {
  name   = "one-region"
  config = "projects/hinode/instanceConfigs/regional-asia-northeast1"
}

resource "google_compute_disk" "linked" {
  name = "linked"
  zone = "https://www.googleapis.com/compute/v1/projects/hinode/zones/asia-northeast2-a"
}

resource "google_compute_disk" "linked_elsewhere" {
  name = "linked-elsewhere"
  zone = "arn:aws:ec2:us-east-1:111122223333:zone/a"
}
