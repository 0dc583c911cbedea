# Validations and conditions of instances change nothing where they hold.
variable "region" {
  type    = string
  default = "ap-northeast-1"

  validation {
    condition     = can(regex("^ap-northeast-[13]$", var.region)) && contains(var.allowed, var.region)
    error_message = "Japan only."
  }
}

variable "allowed" {
  type    = set(string)
  default = ["ap-northeast-1", "ap-northeast-3"]
}

provider "aws" {
  region = var.region
}

resource "aws_sqs_queue" "main" {
  lifecycle {
    postcondition {
      condition     = self.region == "ap-northeast-1"
      error_message = "Elsewhere."
    }
  }
}

resource "aws_sqs_queue" "others" {
  for_each = setsubtract(var.allowed, [var.region])
  region   = each.key
}
