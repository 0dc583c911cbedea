# Providers that no block configures: the system would, and none of the others does.
provider "aws" {
  alias  = "osaka"
  region = "ap-northeast-3"
}

provider "google" {
  region = "asia-northeast1"
}

resource "aws_sqs_queue" "default" {
}

resource "aws_sqs_queue" "aliased" {
  provider = aws.osaka
}

resource "google_compute_address" "beta" {
  provider = google-beta
  name     = "beta"
}

module "store" {
  source = "./store"
}
