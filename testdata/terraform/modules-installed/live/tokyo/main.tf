provider "aws" {
  region = "ap-northeast-1"
}

module "store" {
  source  = "example-modules/store/aws"
  version = "2.1.0"
}

module "app" {
  source = "../../shared/app"
}
