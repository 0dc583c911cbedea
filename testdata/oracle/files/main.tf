# Files of the folder are read where the module is, not where the root is.
provider "aws" {
  region = yamldecode(file("${path.module}/sites.yaml")).default
}

locals {
  json = jsondecode(file("${path.root}/sites.json"))
  yaml = yamldecode(file("sites.yaml"))
  csv  = csvdecode(file("./sites.csv"))
}

resource "aws_dynamodb_table" "json" {
  for_each = { for site in local.json.sites : site.name => site }
  region   = each.value.region
}

resource "aws_dynamodb_table" "yaml" {
  for_each = local.yaml.sites
  region   = each.value
}

resource "aws_dynamodb_table" "csv" {
  for_each = { for row in local.csv : row.name => row.region if tobool(row.live) }
  region   = each.value
}

resource "aws_dynamodb_table" "each_file" {
  for_each = fileset(path.module, "regions/*.txt")
  region   = trimspace(file("${path.module}/${each.key}"))
}

resource "aws_dynamodb_table" "existing" {
  region = fileexists("${path.module}/sites.toml") ? "us-west-2" : "eu-north-1"
}

resource "aws_dynamodb_table" "default" {
}

module "inside" {
  source = "./inside"
}
