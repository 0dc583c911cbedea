# The names of folders say the regions.
provider "aws" {
  region = "us-east-1"
}

module "dublin" {
  source = "./sites/eu-west-1"
}

module "tokyo" {
  source = "./sites/../sites/ap-northeast-1/"
}

resource "aws_sqs_queue" "each_file" {
  for_each = { for file in fileset(path.module, "sites/*/site.yaml") : basename(dirname(file)) => yamldecode(file("${path.module}/${file}")) }
  region   = each.value.copy ? each.key : "sa-east-1"
}

resource "aws_sqs_queue" "each_name" {
  for_each = toset([for file in fileset("${path.module}/sites", "*.json") : trimsuffix(file, ".json")])
  region   = each.value
}
