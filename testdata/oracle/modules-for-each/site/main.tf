variable "name" {
  type = string
}

variable "region" {
  type = string
}

variable "copies" {
  type = set(string)
}

resource "aws_dynamodb_table" "main" {
  region = var.region
}

resource "aws_dynamodb_table" "copy" {
  for_each = var.copies
  region   = each.key
}

output "region" {
  value = aws_dynamodb_table.main.region
}

output "copies" {
  value = { for region in var.copies : "${var.name}-${region}" => region }
}
