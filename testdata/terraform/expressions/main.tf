# What is known in part stays known in part; files and types say what they say to Terraform.
variable "skipped" {
  type = string
}

variable "stage" {
  type = string
}

variable "account" {
  type = string
}

variable "stores" {
  type = map(object({
    region  = optional(string, "ap-northeast-3")
    replica = optional(object({ region = optional(string, "us-east-1") }), {})
  }))
  default = {
    plain = {}
    named = { region = "ap-northeast-1", replica = { region = "eu-west-1" } }
  }
}

variable "zones" {
  type    = list(string)
  default = []
}

variable "secret_region" {
  type      = string
  default   = "eu-central-1"
  sensitive = true
}

locals {
  queue   = "arn:aws:sqs:ap-northeast-3:${var.account}:orders"
  regions = { "dev-main" = "us-west-2", "dev-back" = "eu-west-1", "prod-main" = "ap-northeast-1" }
  places  = yamldecode(file("${path.module}/places.yaml"))
}

resource "aws_sqs_queue" "field_before_what_is_not_known" {
  region = split(":", local.queue)[3]
}

resource "aws_sqs_queue" "element_before_what_is_not_known" {
  region = element(split(":", local.queue), 3)
}

resource "aws_sqs_queue" "field_after_what_is_not_known" {
  region = split(":", local.queue)[5]
}

resource "aws_sqs_queue" "begins_with_what_is_known" {
  region = startswith(local.queue, "arn:aws:") ? "ap-northeast-1" : "cn-north-1"
}

resource "aws_sqs_queue" "cannot_be_equal" {
  region = "${var.stage}-main" == "back" ? "us-east-1" : "ap-northeast-1"
}

resource "aws_sqs_queue" "keys_that_end_so" {
  region = local.regions["${var.stage}-main"]
}

resource "aws_sqs_queue" "perhaps_left_out" {
  for_each = toset([for region in ["ap-northeast-1", "us-east-2"] : region if region != var.skipped])
  region   = each.key
}

resource "aws_sqs_queue" "defaults_of_attributes" {
  for_each = var.stores
  region   = each.value.region
}

resource "aws_sqs_queue" "defaults_inside" {
  for_each = var.stores
  region   = each.value.replica.region
}

# A list is never equal to a tuple.
resource "aws_sqs_queue" "a_list_is_no_tuple" {
  region = var.zones == [] ? "us-east-1" : "ap-northeast-1"
}

resource "aws_sqs_queue" "of_a_file" {
  for_each = { for place in local.places : place.name => place.region }
  region   = each.value
}

resource "aws_sqs_queue" "of_a_missing_file" {
  region = try(file("${path.module}/missing.txt"), "ap-northeast-3")
}

resource "aws_sqs_queue" "of_a_file_outside" {
  region = file("../../elsewhere.txt")
}

resource "aws_sqs_queue" "sensitive" {
  region = var.secret_region
}

resource "aws_sqs_queue" "of_the_clock" {
  region = formatdate("YYYY", timestamp())
}

module "named" {
  source = "./named"
  stage  = "tokyo"
}

variable "more_regions" {
  type = list(string)
}

resource "aws_sqs_queue" "one_of_a_list_that_may_be_longer" {
  region = tolist(concat(["ap-northeast-1"], var.more_regions))[0]
}
