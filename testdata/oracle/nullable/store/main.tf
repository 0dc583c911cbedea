variable "either" {
  type    = string
  default = "eu-west-1"
}

variable "never" {
  type     = string
  default  = "eu-west-2"
  nullable = false
}

resource "aws_sqs_queue" "either" {
  region = var.either
}

resource "aws_sqs_queue" "never" {
  region = var.never
}
