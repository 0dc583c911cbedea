locals {
  aws_region = "ap-northeast-1"
}
