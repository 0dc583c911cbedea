# The time of the plan is known to a plan alone; that of the apply to nobody before it.
provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_sqs_queue" "of_plan" {
  region = timecmp(plantimestamp(), "2000-01-01T00:00:00Z") > 0 ? "eu-west-1" : "eu-west-2"
}

resource "aws_sqs_queue" "of_apply" {
  region = timestamp() == "2000-01-01T00:00:00Z" ? "eu-west-1" : "eu-west-2"
}

resource "aws_sqs_queue" "of_literal" {
  region = timecmp(timeadd("2026-01-01T00:00:00Z", "48h"), "2026-01-02T00:00:00Z") == 1 ? "eu-west-3" : "us-west-2"
}

resource "aws_sqs_queue" "formatted" {
  region = format("eu-west-%s", formatdate("M", "2026-03-01T00:00:00Z"))
}
