provider "aws" {
  profile = "other"
}

provider "aws" {
  alias  = "dublin"
  region = "eu-west-1"
}

module "store" {
  providers = {
    aws = aws.dublin
  }
}
