# Sensitive and ephemeral values are values all the same.
variable "region" {
  type      = string
  default   = "ap-northeast-3"
  sensitive = true
}

variable "passing" {
  type      = string
  default   = "eu-west-1"
  ephemeral = true
}

provider "aws" {
  region = var.passing
}

resource "aws_sqs_queue" "sensitive" {
  region = var.region
}

resource "aws_sqs_queue" "derived" {
  region = join("-", [for part in split("-", var.region) : part == "3" ? "1" : part])
}

resource "aws_sqs_queue" "unmarked" {
  for_each = toset([nonsensitive(var.region)])
  region   = each.key
}

resource "aws_sqs_queue" "marked" {
  region = sensitive("ca-central-1")
}

resource "aws_sqs_queue" "provider" {
}
