variable "sites" {
  type = map(object({ region = optional(string, "eu-north-1") }))
}

variable "nothing" {
  type     = object({ region = optional(string, "eu-central-1") })
  default  = {}
  nullable = false
}

resource "aws_sqs_queue" "main" {
  for_each = { for name, site in var.sites : name => site if site != null }
  region   = each.value.region
}

resource "aws_sqs_queue" "nothing" {
  region = var.nothing.region
}
