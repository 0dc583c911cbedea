# Nobody knows this backend.
terraform {
  backend "carrier-pigeon" {
    region = "ap-northeast-1"
  }
}
