# Only the branch that is taken counts, and a null among the branches means that the argument is left out.
provider "aws" {
  region = "ap-northeast-1"
}

variable "overseas" {
  type    = bool
  default = false
}

variable "regions" {
  type    = list(string)
  default = []
}

variable "copies" {
  default = "2"
}

resource "aws_sqs_queue" "left_out" {
  region = var.overseas ? "us-east-1" : null
}

resource "aws_sqs_queue" "not_taken" {
  region = length(var.regions) > 0 ? var.regions[0] : "eu-west-1"
}

resource "aws_sqs_queue" "nested" {
  region = var.overseas ? "us-east-1" : var.copies == "2" ? "ap-northeast-3" : "us-west-2"
}

resource "aws_sqs_queue" "types_differ" {
  region = var.copies == 2 ? "us-east-2" : "ca-central-1"
}

resource "aws_sqs_queue" "some" {
  count  = var.overseas ? 1 : 0
  region = "us-east-1"
}

resource "aws_sqs_queue" "others" {
  count  = var.overseas ? 0 : var.copies
  region = count.index == 0 ? null : "eu-north-1"
}

resource "aws_sqs_queue" "logic" {
  region = !var.overseas && (var.copies > 1 || var.regions == null) ? "sa-east-1" : "us-west-1"
}
