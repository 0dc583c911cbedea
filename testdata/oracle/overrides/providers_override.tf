provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "dublin"
  region = "eu-west-1"
}

module "store" {
  source = "./other"
}
