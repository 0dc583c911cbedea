provider "aws" {
  region = "ap-northeast-1"
}
module "store" {
  source = "./store"
}
