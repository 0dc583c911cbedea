# Blocks that place nothing, and one that is only read.
terraform {
  provider_meta "aws" {
    product = "ferry"
  }
}

variable "place" {
  type = string
}

provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "asked"
  region = ephemeral.aws_ssm_parameter.place.value
}

ephemeral "aws_ssm_parameter" "place" {
  name = "/ferry/place"
}

resource "aws_s3_bucket" "tickets" {
  bucket = "ferry-tickets"

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.aws_lambda_invoke.announce]
    }
  }
}

resource "aws_s3_bucket" "asked" {
  provider = aws.asked
  bucket   = "ferry-asked"
}

resource "aws_s3_bucket" "set" {
  region = var.place
  bucket = "ferry-set"
}

action "aws_lambda_invoke" "announce" {
  config {
    function_name = "announce"
  }
}

check "open" {
  data "http" "page" {
    url = "https://ferry.example"
  }

  assert {
    condition     = data.http.page.status_code == 200
    error_message = "The ferry is closed."
  }
}

moved {
  from = aws_s3_bucket.slips
  to   = aws_s3_bucket.tickets
}

import {
  for_each = toset(["ferry-tickets"])
  to       = aws_s3_bucket.tickets
  id       = each.value
}

removed {
  from = aws_s3_bucket.gone

  lifecycle {
    destroy = false
  }
}
