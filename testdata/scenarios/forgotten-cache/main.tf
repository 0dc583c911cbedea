provider "aws" {
  region = "ap-southeast-1"
}

resource "aws_s3_bucket" "videos" {
  bucket = "videos"
}

resource "aws_s3_bucket" "videos_eu" {
  bucket = "videos-eu"
  region = "eu-west-1"
}

# Set up once, for a test.
resource "aws_elasticache_replication_group" "cache" {
  replication_group_id = "cache"
  region               = "cn-north-1"
}
