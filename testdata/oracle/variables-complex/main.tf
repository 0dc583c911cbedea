# Variables files hold any value, and types of the variables convert it.
variable "stores" {
  type = list(object({
    name   = string
    region = optional(string, "ap-northeast-1")
    count  = number
  }))
}

variable "document" {
  type = string
}

variable "copies" {
  type = number
}

provider "aws" {
  region = jsondecode(var.document).region
}

resource "aws_sqs_queue" "main" {
  for_each = { for store in var.stores : store.name => store if store.count > 0 }
  region   = each.value.region
}

resource "aws_sqs_queue" "provider" {
  count = var.copies
}
