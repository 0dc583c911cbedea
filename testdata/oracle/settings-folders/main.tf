# A folder of documents makes a table: names from file names, defaults from one of them.
provider "aws" {
  region = local.settings["defaults"].region
}

locals {
  files    = fileset(path.module, "settings/**/*.{yaml,yml}")
  settings = { for file in local.files : trimsuffix(trimsuffix(basename(file), ".yaml"), ".yml") => yamldecode(file("${path.module}/${file}")) }
  stores   = { for name, settings in local.settings : name => merge(local.settings["defaults"], settings) if name != "defaults" }
  merged   = merge([for file in fileset("${path.module}/settings", "maps/*.json") : jsondecode(file("${path.module}/settings/${file}"))]...)
}

resource "aws_dynamodb_table" "main" {
  for_each = local.stores
  region   = each.value.region
}

resource "aws_dynamodb_table" "copy" {
  for_each = { for pair in flatten([for name, store in local.stores : [for copy in try(store.copies, []) : { name = name, copy = copy }]]) : "${pair.name}.${pair.copy}" => pair.copy }
  region   = each.value
}

resource "aws_sqs_queue" "of_maps" {
  for_each = local.merged
  region   = each.value
}

resource "aws_sqs_queue" "provider" {
}
