# The backend is left open: each file beside it is an environment.
terraform {
  backend "s3" {
    key     = "network.tfstate"
    encrypt = true
  }
}

provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_s3_bucket" "logs" {
  bucket = "haneda-logs"
}
