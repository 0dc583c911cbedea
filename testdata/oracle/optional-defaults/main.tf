# Defaults of optional attributes stand in for what is left out and for null, at any depth.
provider "aws" {
  region = "us-east-1"
}

variable "stores" {
  type = map(object({
    region = optional(string, "ap-northeast-1")
    backup = optional(object({
      region  = optional(string, "ap-northeast-3")
      enabled = optional(bool, true)
    }), {})
    copies = optional(list(string), ["eu-west-1"])
    note   = optional(string)
  }))
  default = {
    orders  = {}
    members = { region = null, backup = { region = "eu-central-1" } }
    drafts  = { region = "ca-central-1", backup = { enabled = false }, copies = [] }
    others  = { region = "sa-east-1", backup = null, copies = ["eu-west-2", "eu-west-3"], surplus = "dropped" }
  }
}

resource "aws_dynamodb_table" "main" {
  for_each = var.stores
  region   = each.value.region
}

resource "aws_dynamodb_table" "backup" {
  for_each = { for name, store in var.stores : name => store.backup.region if store.backup.enabled }
  region   = each.value
}

resource "aws_dynamodb_table" "copy" {
  for_each = merge([for name, store in var.stores : { for at, region in store.copies : "${name}-${at}" => region }]...)
  region   = each.value
}

resource "aws_dynamodb_table" "note" {
  for_each = var.stores
  region   = each.value.note == null ? "ap-south-1" : "us-west-2"
}
