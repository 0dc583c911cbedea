# Backups and hidden files of editors are no configuration.
provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_s3_bucket" "main" {
  region = "ap-northeast-3"
}
