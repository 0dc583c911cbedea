# Blocks that come of a collection, with an iterator of their own, beside an argument that decides.
provider "aws" {
  region = "us-east-1"
}

variable "copies" {
  type    = list(string)
  default = ["ap-northeast-3", "eu-west-1"]
}

resource "aws_dynamodb_table" "main" {
  for_each = toset(["orders"])
  region   = "ap-northeast-1"

  dynamic "replica" {
    for_each = [for copy in var.copies : copy if each.key == "orders"]
    iterator = copy

    content {
      region_name = copy.value
    }
  }
}

resource "google_pubsub_topic" "literal" {
  name = "literal"

  message_storage_policy {
    allowed_persistence_regions = ["asia-northeast1"]
  }
}

resource "google_pubsub_topic" "dynamic" {
  name = "dynamic"

  dynamic "message_storage_policy" {
    for_each = { tokyo = ["asia-northeast1", "asia-northeast2"] }

    content {
      allowed_persistence_regions = message_storage_policy.value
    }
  }
}

resource "aws_dynamodb_global_table" "main" {
  name = "orders"

  dynamic "replica" {
    for_each = { a = "ap-northeast-1", b = "ap-northeast-3" }

    content {
      region_name = replica.key == "a" ? replica.value : "eu-west-2"
    }
  }
}
