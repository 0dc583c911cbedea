terraform {
  backend "s3" {
    key = "ferry.tfstate"
  }
}
