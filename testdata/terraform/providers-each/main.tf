# Several configurations of one block, chosen by key (OpenTofu).
variable "regions" {
  default = { tokyo = "ap-northeast-1", osaka = "ap-northeast-3" }
}

variable "chosen" {
  type = string
}

provider "aws" {
  for_each = var.regions
  alias    = "by_city"
  region   = each.value
}

resource "aws_sqs_queue" "one" {
  provider = aws.by_city["osaka"]
}

resource "aws_sqs_queue" "each" {
  for_each = var.regions
  provider = aws.by_city[each.key]
}

# Any of them, where the key is not known.
resource "aws_sqs_queue" "any" {
  provider = aws.by_city[var.chosen]
}

resource "aws_sqs_queue" "no_such_key" {
  provider = aws.by_city["nagoya"]
}

module "store" {
  source    = "./store"
  for_each  = var.regions
  providers = { aws = aws.by_city[each.key] }
}
