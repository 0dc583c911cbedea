# Directives and strip markers decide what is left of a text: a region with a blank around it is none.
variable "site" {
  default = "osaka"
}

variable "sites" {
  default = ["tokyo", "osaka"]
}

locals {
  plain  = "%{if var.site == "tokyo"}ap-northeast-1%{else}ap-northeast-3%{endif}"
  nested = "%{if true}%{if var.site == "tokyo"}ap-northeast-1%{else}ap-northeast-3%{endif}%{else}us-east-1%{endif}"
  stripped = <<-EOT
    %{~if var.site == "osaka"~}
    ap-northeast-3
    %{~else~}
    us-west-2
    %{~endif~}
  EOT
  listed = "%{for i, site in var.sites}%{if i > 0}|%{endif}${site == "tokyo" ? "ap-northeast-1" : "ap-northeast-3"}%{endfor}"
  joined = <<EOT
%{for site in var.sites~}
${site == "tokyo" ? "ap-northeast-1" : "ap-northeast-3"}
%{endfor~}
EOT
  half = "ap-${"northeast"}-${~ 1 ~}"
}

resource "aws_sqs_queue" "plain" {
  region = local.plain
}

resource "aws_sqs_queue" "nested" {
  region = local.nested
}

resource "aws_sqs_queue" "stripped" {
  region = trimspace(local.stripped)
}

# Markers strip up to the end of a line of a heredoc, not the indentation of the next.
resource "aws_sqs_queue" "stripped_exactly" {
  region = local.stripped == "    ap-northeast-3\n" ? "eu-west-1" : "us-west-1"
}

resource "aws_sqs_queue" "listed" {
  for_each = toset(split("|", local.listed))
  region   = each.value
}

resource "aws_sqs_queue" "joined" {
  count  = length(split("\n", chomp(local.joined)))
  region = split("\n", local.joined)[count.index]
}

resource "aws_sqs_queue" "half" {
  region = local.half
}

provider "aws" {
  region = "us-east-1"
}
