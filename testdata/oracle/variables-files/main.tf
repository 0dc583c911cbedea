# Later files win: terraform.tfvars, then its JSON, then *.auto.tfvars and their JSON by name.
variable "from_default" {
  default = "ap-northeast-1"
}

variable "from_tfvars" {
  default = "us-west-2"
}

variable "from_json" {
  default = "us-west-2"
}

variable "from_first_auto" {
  default = "us-west-2"
}

variable "from_last_auto" {
  default = "us-west-2"
}

variable "whole_map" {
  type    = map(string)
  default = { a = "us-west-2", b = "us-west-2" }
}

provider "aws" {
  region = var.from_default
}

resource "aws_sqs_queue" "from_default" {
}

resource "aws_sqs_queue" "from_tfvars" {
  region = var.from_tfvars
}

resource "aws_sqs_queue" "from_json" {
  region = var.from_json
}

resource "aws_sqs_queue" "from_first_auto" {
  region = var.from_first_auto
}

resource "aws_sqs_queue" "from_last_auto" {
  region = var.from_last_auto
}

resource "aws_sqs_queue" "whole_map" {
  for_each = var.whole_map
  region   = each.value
}
