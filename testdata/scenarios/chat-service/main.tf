provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_dynamodb_table" "messages" {
  name = "messages"
}

# Media and payments are elsewhere.
resource "aws_s3_bucket" "media" {
  bucket = "media"
  region = "ap-northeast-2"
}

# Tools for monitoring, for the partner's engineers.
resource "aws_iam_role" "monitoring" {
  name               = "monitoring"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::444455556666:root" } }] })
}

resource "aws_iam_role_policy" "monitoring" {
  role   = aws_iam_role.monitoring.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "dynamodb:GetItem", Resource = aws_dynamodb_table.messages.arn }] })
}
