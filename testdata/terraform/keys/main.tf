provider "aws" {
  region = "ap-northeast-1"
}

provider "google" {
  region = "asia-northeast1"
}

variable "key" {
  type = string
}

# Nothing says which key it is.
resource "aws_ebs_volume" "silent" {
  availability_zone = "ap-northeast-1a"
}

resource "aws_kms_key" "own" {}

resource "aws_kms_alias" "own" {
  name          = "alias/members"
  target_key_id = aws_kms_key.own.id
}

resource "aws_ebs_volume" "own" {
  availability_zone = "ap-northeast-1a"
  kms_key_id        = aws_kms_key.own.arn
}

resource "aws_db_instance" "by_alias" {
  kms_key_id = aws_kms_alias.own.target_key_arn
}

# By its name in another region.
resource "aws_dynamodb_table" "by_name" {
  name = "by-name"

  server_side_encryption {
    enabled     = true
    kms_key_arn = "arn:aws:kms:ap-northeast-3:111122223333:key/a"
  }
}

resource "aws_sqs_queue" "managed" {
  kms_master_key_id = "alias/aws/sqs"
}

resource "aws_sqs_queue" "unknown" {
  kms_master_key_id = var.key
}

# A store outside, by its proxy.
resource "aws_kms_custom_key_store" "outside" {
  custom_key_store_name  = "outside"
  custom_key_store_type  = "EXTERNAL_KEY_STORE"
  xks_proxy_uri_endpoint = "https://keys.example.jp"
}

resource "aws_kms_key" "outside" {
  custom_key_store_id = aws_kms_custom_key_store.outside.id
}

resource "aws_s3_bucket" "outside" {
  bucket = "outside"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "outside" {
  bucket = aws_s3_bucket.outside.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.outside.arn
    }
  }
}

# Modules of the provider are none of the customer's.
resource "aws_kms_custom_key_store" "modules" {
  custom_key_store_name = "modules"
  cloud_hsm_cluster_id  = "cluster-a"
}

resource "aws_kms_key" "modules" {
  custom_key_store_id = aws_kms_custom_key_store.modules.id
}

resource "aws_sns_topic" "modules" {
  kms_master_key_id = aws_kms_key.modules.id
}

resource "google_kms_key_ring" "ring" {
  name     = "ring"
  location = "asia-northeast2"
}

resource "google_kms_crypto_key" "outside" {
  name     = "outside"
  key_ring = google_kms_key_ring.ring.id

  version_template {
    algorithm        = "EXTERNAL_SYMMETRIC_ENCRYPTION"
    protection_level = "EXTERNAL_VPC"
  }
}

resource "google_kms_crypto_key" "inside" {
  name     = "inside"
  key_ring = google_kms_key_ring.ring.id
}

resource "google_storage_bucket" "outside" {
  location = "asia-northeast1"

  encryption {
    default_kms_key_name = google_kms_crypto_key.outside.id
  }
}

resource "google_storage_bucket" "inside" {
  location = "asia-northeast1"

  encryption {
    default_kms_key_name = google_kms_crypto_key.inside.id
  }
}

resource "google_pubsub_topic" "by_name" {
  name         = "by-name"
  kms_key_name = "projects/p/locations/asia-northeast1/keyRings/r/cryptoKeys/k"
}
