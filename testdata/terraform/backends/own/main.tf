# Speaks the protocol of one service and is another one.
terraform {
  backend "s3" {
    bucket = "state"
    key    = "own.tfstate"
    region = "us-east-1"

    endpoints = {
      s3 = "https://s3.example.jp"
    }
  }
}
