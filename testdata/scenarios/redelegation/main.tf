provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_s3_bucket" "forms" {
  bucket = "forms"
  tags   = { data = "forms" }
}

# Names only, they say.
resource "aws_s3_bucket_replication_configuration" "names" {
  bucket = aws_s3_bucket.forms.id

  rule {
    filter { prefix = "names/" }

    destination {
      bucket  = "arn:aws:s3:::related-firm-work"
      account = "777788889999"
    }
  }
}
