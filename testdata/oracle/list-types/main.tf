# Lists of anything become lists of one type; sets of objects lose their order.
provider "aws" {
  region = "us-east-1"
}

variable "mixed" {
  type    = list(any)
  default = ["ap-northeast-1", 3, true]
}

variable "sites" {
  type = set(object({ name = string, region = string }))
  default = [
    { name = "b", region = "ap-northeast-3" },
    { name = "a", region = "eu-west-1" },
    { name = "b", region = "ap-northeast-3" },
  ]
}

variable "nested" {
  type    = map(list(map(string)))
  default = { x = [{ region = "eu-west-2" }, { region = 1 }] }
}

resource "aws_sqs_queue" "mixed" {
  region = var.mixed[1] == "3" && var.mixed[2] == "true" ? var.mixed[0] : "us-west-2"
}

resource "aws_sqs_queue" "sites" {
  for_each = { for site in var.sites : site.name => site.region }
  region   = each.value
}

resource "aws_sqs_queue" "count_of_set" {
  count  = length(var.sites)
  region = tolist(var.sites)[count.index].region
}

resource "aws_sqs_queue" "nested" {
  region = var.nested.x[1].region == "1" ? var.nested["x"][0].region : "us-west-2"
}

resource "aws_sqs_queue" "unified" {
  region = [1, "eu-west-3", true][1]
}

resource "aws_sqs_queue" "conditional_types" {
  region = (true ? ["ca-central-1"] : ["a", "b"])[0]
}

resource "aws_sqs_queue" "conditional_objects" {
  region = (false ? { region = "us-west-2", tier = null } : { region = "sa-east-1", tier = 3 }).region
}
