variable "regions" {
  type = set(string)
}

variable "copies" {
  type = number
}

variable "stores" {
  type = map(object({
    region = optional(string, "eu-west-2")
  }))
}

variable "object" {
  type = object({
    region = string
    backup = optional(string, "eu-west-3")
  })
}

resource "aws_sqs_queue" "regions" {
  for_each = var.regions
  region   = each.value
}

resource "aws_sqs_queue" "copies" {
  count  = var.copies + 1
  region = var.object.backup
}

resource "aws_sqs_queue" "stores" {
  for_each = var.stores
  region   = each.value.region
}

output "object" {
  value = var.object
}
