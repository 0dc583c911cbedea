provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "oregon"
  region = "us-west-2"
}

resource "aws_kinesis_stream" "members" {
  name = "members"
  tags = { data = "members" }
}

# Nothing says what it holds: it comes from the stream, through a delivery stream.
resource "aws_s3_bucket" "landing" {
  bucket = "landing"
}

resource "aws_kinesis_firehose_delivery_stream" "members" {
  kinesis_source_configuration {
    kinesis_stream_arn = aws_kinesis_stream.members.arn
  }

  extended_s3_configuration {
    bucket_arn = aws_s3_bucket.landing.arn
  }
}

resource "aws_s3_bucket_replication_configuration" "landing" {
  bucket = aws_s3_bucket.landing.id

  rule {
    destination {
      bucket = aws_s3_bucket.copy.arn
    }
  }
}

resource "aws_s3_bucket" "copy" {
  provider = aws.oregon
  bucket   = "landing-copy"
}

# Somebody says that this one holds nothing of members.
resource "aws_s3_bucket_replication_configuration" "copy" {
  bucket = aws_s3_bucket.copy.id

  rule {
    destination {
      bucket = aws_s3_bucket.public.arn
    }
  }
}

resource "aws_s3_bucket" "public" {
  provider = aws.oregon
  bucket   = "landing-public"
  tags     = { data = "public" }
}

# Nothing comes here.
resource "aws_s3_bucket" "other" {
  provider = aws.oregon
  bucket   = "other"
}

# A far end that is none of the tree.
resource "aws_dynamodb_table" "members" {
  name = "members"
  tags = { data = "members" }

  replica {
    region_name = "eu-west-1"
  }
}
