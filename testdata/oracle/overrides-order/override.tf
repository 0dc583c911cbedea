locals {
  region = "ap-northeast-3"
}

resource "aws_sqs_queue" "main" {
  region = local.region
}

output "region" {
  value = "overridden"
}

variable "sites" {
  type = map(object({ region = optional(string, "eu-west-2") }))
}
