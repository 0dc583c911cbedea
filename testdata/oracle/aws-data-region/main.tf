# What data sources say of the provider's region: by alias, by argument, in modules.
provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "osaka"
  region = "ap-northeast-3"
}

data "aws_region" "here" {
}

data "aws_region" "there" {
  provider = aws.osaka
}

data "aws_region" "elsewhere" {
  region = "eu-west-1"
}

data "aws_region" "each" {
  for_each = toset(["eu-west-2", "ca-central-1"])
  region   = each.key
}

resource "aws_sqs_queue" "here" {
  provider = aws.osaka
  region   = data.aws_region.here.region
}

resource "aws_sqs_queue" "there" {
  region = data.aws_region.there.name
}

resource "aws_sqs_queue" "elsewhere" {
  region = data.aws_region.elsewhere.id
}

resource "aws_sqs_queue" "each" {
  for_each = data.aws_region.each
  region   = each.value.region
}

resource "aws_sqs_queue" "mapped" {
  region = lookup({ ap-northeast-3 = "eu-west-3" }, data.aws_region.there.region, "us-west-2")
}

module "inside" {
  source = "./inside"
  providers = {
    aws = aws.osaka
  }
}

resource "aws_sqs_queue" "of_module" {
  region = module.inside.region
}
