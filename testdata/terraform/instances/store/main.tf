variable "region" {
  type = string
}

resource "aws_kinesis_stream" "events" {
  count  = 1
  region = var.region
}

output "region" {
  value = var.region
}
