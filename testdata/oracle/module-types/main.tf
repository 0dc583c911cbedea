# A module converts what it is given by the types of its variables.
provider "aws" {
  region = "us-east-1"
}

module "store" {
  source  = "./store"
  regions = ["ap-northeast-3", "ap-northeast-1", "ap-northeast-3"]
  copies  = "2"
  stores = {
    a = { region = "eu-west-1" }
    b = {}
  }
  object = { region = "ca-central-1", extra = ["dropped"] }
}

resource "aws_sqs_queue" "dropped" {
  region = contains(keys(module.store.object), "extra") ? "us-west-2" : module.store.object.region
}
