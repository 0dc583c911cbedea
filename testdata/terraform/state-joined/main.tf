# Changed after it was applied: a provider, a resource less, one more.
provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "old"
  region = "ap-southeast-1"
}

resource "aws_s3_bucket" "members" {
  for_each = toset(["umi", "yama"])
  bucket   = "members-${each.key}"
}

resource "aws_dynamodb_table" "moving" {
  name     = "moving"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_sqs_queue" "planned" {
  name = "planned"
}
