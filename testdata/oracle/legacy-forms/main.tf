# What configurations of older versions look like.
variable "region" {
  type    = string
  default = "ap-northeast-3"
}

variable "regions" {
  type    = map
  default = { tokyo = "ap-northeast-1", dublin = "eu-west-1" }
}

variable "list" {
  type    = list
  default = ["eu-west-2", "eu-west-3"]
}

variable "bare_list" {
  type    = list
  default = ["ca-central-1", 1]
}

variable "flag" {
  default = "1"
}

provider "aws" {
  region = "${var.region}"
}

resource "aws_sqs_queue" "provider" {
}

resource "aws_sqs_queue" "looked_up" {
  region = "${lookup(var.regions, "tokyo")}"
}

resource "aws_sqs_queue" "element" {
  count  = "${length(var.list)}"
  region = "${element(var.list, count.index)}"
}

resource "aws_sqs_queue" "flagged" {
  count  = "${var.flag}"
  region = "${var.regions["dublin"]}"
}

resource "aws_sqs_queue" "conditional" {
  region = "${var.flag == "1" ? element(concat(aws_sqs_queue.element.*.region, [""]), 1) : ""}"
}

resource "aws_sqs_queue" "concatenated" {
  region = "${element(concat(var.bare_list, var.list), 0)}"
}

resource "aws_sqs_queue" "nested" {
  region = "${var.flag ? "${join("-", ["sa", "east", "${1}"])}" : ""}"
}
