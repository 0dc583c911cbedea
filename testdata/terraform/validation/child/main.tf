variable "region" {
  type = string

  validation {
    condition     = contains(["ap-northeast-1", "ap-northeast-3"], var.region)
    error_message = "In Japan."
  }
}

resource "aws_sqs_queue" "this" {
  region = var.region
}
