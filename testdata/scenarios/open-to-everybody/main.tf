provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_s3_bucket" "guests" {
  bucket = "guests"
}

# A default that was left open.
resource "aws_s3_bucket_policy" "guests" {
  bucket = aws_s3_bucket.guests.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }] })
}
