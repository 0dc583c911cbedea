variable "region" {
  type = string
}

resource "aws_dynamodb_table" "main" {
  count  = 2
  region = var.region
}

output "region" {
  value = var.region
}
