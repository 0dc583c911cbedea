locals {
  region = "eu-west-1"
}

resource "aws_dynamodb_table" "main" {
  region = local.region

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [region]

    precondition {
      condition     = length(local.region) == 9
      error_message = "Never."
    }
  }
}
