# A type constraint converts: sets lose order and repeats, objects lose attributes, all elements become one type.
provider "aws" {
  region = "us-east-1"
}

variable "set" {
  type    = set(string)
  default = ["eu-west-1", "ap-northeast-1", "eu-west-1"]
}

variable "object" {
  type = object({ tokyo = string })
  default = {
    tokyo = "ap-northeast-1"
    osaka = "ap-northeast-3"
  }
}

variable "tuple" {
  type    = tuple([string, number, bool])
  default = ["ap-northeast-3", "2", "true"]
}

variable "numbers" {
  type    = map(number)
  default = { a = "1", b = 2 }
}

variable "texts" {
  type    = list(string)
  default = [1, true, "sa-east-1"]
}

variable "anything" {
  type    = map(any)
  default = { a = "eu-north-1", b = "ca-central-1" }
}

resource "aws_sqs_queue" "set" {
  for_each = var.set
  region   = each.value
}

resource "aws_sqs_queue" "object" {
  for_each = var.object
  region   = each.value
}

resource "aws_sqs_queue" "tuple" {
  count  = var.tuple[1]
  region = var.tuple[2] == true ? var.tuple[0] : "us-west-2"
}

resource "aws_sqs_queue" "numbers" {
  for_each = var.numbers
  region   = ["us-west-1", "eu-west-2", "eu-west-3"][each.value]
}

resource "aws_sqs_queue" "texts" {
  region = var.texts[0] == "1" && var.texts[1] == "true" ? var.texts[2] : "us-west-2"
}

resource "aws_sqs_queue" "anything" {
  for_each = var.anything
  region   = each.value
}

resource "aws_sqs_queue" "functions" {
  for_each = toset([for number in tolist(["1", 2, 3.0]) : tostring(number)])
  region   = tonumber(each.key) == 3 ? "ap-northeast-1" : "ap-south-1"
}
