# Overrides of provider blocks, of the map that a module gets, and of what a name stands for.
terraform {
  required_providers {
    cloud = { source = "hashicorp/google" }
  }
}

provider "aws" {
  region  = "ap-northeast-1"
  profile = "main"
}

provider "aws" {
  alias  = "osaka"
  region = "ap-northeast-3"
}

provider "aws" {
  alias  = "dublin"
  region = "us-west-2"
}

provider "cloud" {
  region = "asia-northeast1"
}

module "store" {
  source = "./store"
  providers = {
    aws = aws.osaka
  }
}

resource "aws_sqs_queue" "main" {
}

resource "google_compute_address" "main" {
  provider = cloud
  name     = "main"
}
