variable "stores" {
  type = any
}

variable "all" {}

variable "one" {
  type = list(object({ region = string }))
}

resource "aws_sqs_queue" "stores" {
  for_each = var.stores
  region   = each.value.region
}

resource "aws_sqs_queue" "all" {
  for_each = var.all
  region   = each.value["buckets"][0].region
}

resource "aws_sqs_queue" "one" {
  count  = length(var.one)
  region = var.one[count.index].region
}
