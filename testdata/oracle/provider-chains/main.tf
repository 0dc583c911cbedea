# A configuration handed through three modules, renamed on each step, beside one with the same alias inside.
provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "a"
  region = "ap-northeast-3"
}

provider "aws" {
  alias  = "b"
  region = "eu-west-1"
}

module "one" {
  source = "./one"
  count  = 2
  providers = {
    aws.b = aws.a
    aws.a = aws.b
  }
}
