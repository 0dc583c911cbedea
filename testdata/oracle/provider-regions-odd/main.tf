# Regions of providers that are null, empty, conditional, unknown, or those of resources.
variable "region" {
  type    = string
  default = null
}

provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "null"
  region = var.region
}

provider "aws" {
  alias  = "chosen"
  region = var.region == null ? "eu-west-1" : var.region
}

provider "aws" {
  alias  = "unknown"
  region = random_pet.name.id
}

provider "aws" {
  alias  = "of_resource"
  region = aws_sqs_queue.source.region
}

resource "random_pet" "name" {
}

resource "aws_sqs_queue" "source" {
  region = "eu-west-2"
}

resource "aws_sqs_queue" "null" {
  provider = aws.null
}

resource "aws_sqs_queue" "chosen" {
  provider = aws.chosen
}

resource "aws_sqs_queue" "unknown" {
  provider = aws.unknown
}

resource "aws_sqs_queue" "unknown_but_set" {
  provider = aws.unknown
  region   = "eu-west-3"
}

resource "aws_sqs_queue" "of_resource" {
  provider = aws.of_resource
}
