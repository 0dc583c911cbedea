# A template file sees only what it is given, and what it gives can be read as a document.
provider "aws" {
  region = "us-east-1"
}

locals {
  document = templatefile("${path.module}/stores.yaml.tftpl", {
    stores = { orders = "tokyo", members = "osaka" }
    names  = { tokyo = "ap-northeast-1", osaka = "ap-northeast-3" }
  })
  stores = yamldecode(local.document)
}

resource "aws_sqs_queue" "main" {
  for_each = { for store in local.stores.stores : store.name => store.region }
  region   = each.value
}

resource "aws_sqs_queue" "line" {
  region = templatefile("./region.tftpl", { parts = ["eu", "west", 1] })
}
