# Blocks that are made for each of something unknown: what is written in them counts all the same.

variable "replicas" {
  type = list(string)
}

provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_dynamodb_global_table" "members" {
  name = "members"

  dynamic "replica" {
    for_each = var.replicas
    content {
      region_name = "ap-northeast-2"
    }
  }
}
