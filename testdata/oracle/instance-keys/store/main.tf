variable "name" {
  type = string
}

resource "aws_sqs_queue" "main" {
  count  = var.name == "1" ? 2 : 1
  region = strcontains(var.name, "/") ? "eu-west-1" : "ap-northeast-3"
}
