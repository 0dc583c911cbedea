variable "region" {
  type = string
}

resource "aws_dynamodb_table" "main" {
  region = var.region
}

output "region" {
  value = var.region
}

output "regions" {
  value = [var.region]
}
