# Zones passed on from resource to resource, and zones of other clouds' sort of name.
provider "aws" {
  region = "ap-northeast-1"
}

variable "zones" {
  type    = map(string)
  default = { a = "ap-northeast-1a", c = "ap-northeast-1c" }
}

resource "aws_subnet" "each" {
  for_each          = var.zones
  availability_zone = each.value
}

resource "aws_ebs_volume" "of_subnet" {
  for_each          = aws_subnet.each
  availability_zone = each.value.availability_zone
}

resource "aws_instance" "of_zone" {
  availability_zone = "${data.aws_region.here.region}d"
}

data "aws_region" "here" {
}

resource "aws_ebs_volume" "of_instance" {
  availability_zone = aws_instance.of_zone.availability_zone
}

resource "aws_ebs_volume" "computed" {
  availability_zone = aws_instance.anywhere.availability_zone
}

resource "aws_instance" "anywhere" {
}

resource "aws_sqs_queue" "cut" {
  for_each = toset([for zone in values(var.zones) : regex("^[a-z-]+[0-9]", zone)])
  region   = each.key
}

resource "aws_sqs_queue" "other_region" {
  region = join("-", concat(slice(split("-", var.zones.a), 0, 2), ["3"]))
}
