variable "names" {
  type = map(string)
}

module "shared" {
  source   = "../shared"
  for_each = var.names
  name     = each.value
}

resource "aws_sqs_queue" "back" {
  for_each = module.shared
  region   = each.value.region
}
