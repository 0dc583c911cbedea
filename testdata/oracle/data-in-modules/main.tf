# Modules that only look things up, each with another configuration.
provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "dublin"
  region = "eu-west-1"
}

module "here" {
  source = "./look"
  providers = {
    aws.other = aws.dublin
  }
}

module "there" {
  source = "./look"
  providers = {
    aws       = aws.dublin
    aws.other = aws
  }
}

resource "aws_sqs_queue" "each" {
  for_each = { a = module.here.own, b = module.here.other, c = module.there.own, d = module.there.other }
  region   = each.value
}

resource "aws_sqs_queue" "named" {
  for_each = toset([module.here.label, module.there.label])
  region   = element(split("/", each.key), 1)
}
