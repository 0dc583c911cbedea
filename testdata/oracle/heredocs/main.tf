# Heredocs end with a line break, and the indented form takes away the least indentation of its lines.
provider "aws" {
  region = trimspace(<<EOT
    eu-west-1
EOT
  )
}

locals {
  document = jsondecode(<<-JSON
    {
      "region": "${join("-", ["ap", "northeast", "1"])}",
      "others": ["ap-northeast-3"]
    }
  JSON
  )
  table  = <<-TEXT
    tokyo=ap-northeast-1
      osaka=ap-northeast-3
    virginia=us-east-1
  TEXT
  pairs  = { for line in compact(split("\n", local.table)) : split("=", line)[0] => split("=", line)[1] }
  escape = <<-TEXT
    $${var.region}
    %%{if}
    \n
  TEXT
}

resource "aws_dynamodb_table" "document" {
  region = local.document.region
}

resource "aws_dynamodb_table" "other" {
  region = local.document.others[0]
}

resource "aws_dynamodb_table" "pairs" {
  for_each = local.pairs
  region   = each.value
}

resource "aws_dynamodb_table" "escaped" {
  region = length(split("\n", local.escape)) == 4 && substr(local.escape, 0, 2) == "$${" ? "sa-east-1" : "us-west-1"
}

resource "aws_dynamodb_table" "provider" {
}
