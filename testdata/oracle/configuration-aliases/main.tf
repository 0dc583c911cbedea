# A module that has only named configurations, and one that calls another with both of its own.
module "stores" {
  source = "./stores"
  providers = {
    aws.near = aws.tokyo
    aws.far  = aws.virginia
  }
}

provider "aws" {
  alias  = "tokyo"
  region = var.near
}

provider "aws" {
  alias  = "virginia"
  region = "us-east-1"
}

variable "near" {
  default = "ap-northeast-1"
}
