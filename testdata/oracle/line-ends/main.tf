# Line ends of another system stay in heredocs.
provider "aws" {
  region = "ap-northeast-1"
}

locals {
  lines = <<-EOT
    eu-west-1
    eu-west-2
  EOT
}

resource "aws_sqs_queue" "lines" {
  count  = length(compact(split("\n", local.lines)))
  region = trimspace(split("\n", local.lines)[count.index])
}

resource "aws_sqs_queue" "exactly" {
  region = local.lines == "eu-west-1\r\neu-west-2\r\n" ? "eu-west-3" : "us-west-2"
}
