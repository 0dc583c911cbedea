# One module, called many times over, is another one each time.
provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "osaka"
  region = "ap-northeast-3"
}

module "a" {
  source = "./shared"
  name   = "a"
}

module "b" {
  source = "./shared"
  name   = "b"
  providers = {
    aws = aws.osaka
  }
}

module "through" {
  source = "./through"
  names  = { first = "c", second = "a" }
  providers = {
    aws = aws.osaka
  }
}
