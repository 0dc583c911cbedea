# Blocks of resources are lists that others read, those that a collection makes as well.
provider "aws" {
  region = "us-east-1"
}

resource "aws_dynamodb_table" "main" {
  region = "ap-northeast-1"

  dynamic "replica" {
    for_each = ["ap-northeast-3", "eu-west-1"]

    content {
      region_name = replica.value
    }
  }

  replica {
    region_name = "ca-central-1"
  }
}

resource "aws_sqs_queue" "of_blocks" {
  for_each = toset([for replica in aws_dynamodb_table.main.replica : replica.region_name])
  region   = each.key
}

resource "aws_sqs_queue" "of_splat" {
  count  = length(aws_dynamodb_table.main.replica[*].region_name)
  region = sort(tolist(aws_dynamodb_table.main.replica[*].region_name))[count.index]
}
