# Providers handed to modules by name, two levels deep; a default one is inherited.
provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "seoul"
  region = "ap-northeast-2"
}

module "inherited" {
  source = "./store"
}

module "handed" {
  source    = "./store"
  providers = { aws = aws.seoul }
}

module "both" {
  source = "./pair"
  providers = {
    aws.primary = aws
    aws.replica = aws.seoul
  }
}
