variable "stage" {
  type = string
}

locals {
  names = jsondecode(templatefile("${path.module}/files/names.tftpl", { names = { (var.stage) = "ap-northeast-1" } }))
}

resource "aws_sqs_queue" "of_a_template" {
  region = local.names[var.stage]
}
