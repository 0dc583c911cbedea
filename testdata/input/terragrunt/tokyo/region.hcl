locals {
  region = "ap-northeast-1"
}
