# Another root: its bucket is found by its name.
provider "aws" {
  region = "us-west-2"
}

resource "aws_s3_bucket" "archive" {
  bucket = "members-archive"
}
