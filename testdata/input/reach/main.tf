provider "aws" { region = "ap-northeast-1" }
resource "aws_s3_bucket" "members" { bucket = "members" }
resource "aws_s3_bucket" "outside" { bucket = "outside" }
