locals {
  region = "us-east-2"
}
