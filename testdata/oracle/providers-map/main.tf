# A module takes what its caller hands it, under the name that the caller chose.
provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "osaka"
  region = "ap-northeast-3"
}

provider "aws" {
  alias  = "dublin"
  region = "eu-west-1"
}

module "default" {
  source = "./pair"
  providers = {
    aws      = aws.osaka
    aws.copy = aws
  }
}

module "crossed" {
  source = "./pair"
  providers = {
    aws.copy = aws.osaka
    aws      = aws.dublin
  }
}
