# Comments of every kind, blocks on one line, what looks like a block inside of a text.
provider "aws" { region = "ap-northeast-1" } // the default

/* resource "aws_s3_bucket" "commented" {
  region = "us-west-2"
} */

# resource "aws_s3_bucket" "commented_too" { region = "us-west-2" }

resource aws_s3_bucket "unquoted" { region = "ap-northeast-3" /* not "us-west-2" */ }

resource "aws_s3_bucket" "text" {
  bucket = <<EOT
}
resource "aws_s3_bucket" "not_one" {
  region = "us-west-2"
}
EOT
  region = "eu-west-1" # { "
}

resource "aws_s3_bucket" "lines" {
  region = (
    true # first
    ? "eu-west-2"
    : "us-west-2"
  )
}

resource "aws_s3_bucket" "object" {
  region = { a : "eu-west-3", "b" = "us-west-2", }.a
}

resource "aws_s3_bucket" "call" {
  region = coalesce(
    null,
    "ca-central-1", // trailing comma
  )
}
