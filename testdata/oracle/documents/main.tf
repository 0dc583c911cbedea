# Round trips through encoders, and a function by its full name.
provider "aws" {
  region = "us-east-1"
}

resource "aws_sqs_queue" "json" {
  region = jsondecode(jsonencode({ a = { region = "ap-northeast-1" } }))["a"].region
}

resource "aws_sqs_queue" "yaml" {
  region = yamldecode(yamlencode(["x", { region = "ap-northeast-3" }]))[1].region
}

resource "aws_sqs_queue" "base64" {
  region = base64decode(base64encode("eu-west-1"))
}

resource "aws_sqs_queue" "anchors" {
  for_each = yamldecode(<<-YAML
    base: &base { region: ca-central-1, tier: gold }
    derived:
      <<: *base
      tier: tin
    other:
      <<: *base
      region: sa-east-1
  YAML
  )
  region = each.value.region
}

resource "aws_sqs_queue" "full_name" {
  region = core::lower("EU-NORTH-1")
}

resource "aws_sqs_queue" "url" {
  region = replace(urlencode("eu west 3"), "+", "-")
}

resource "aws_sqs_queue" "hash" {
  region = substr(sha256("tokyo"), 0, 2) == substr(sha256("osaka"), 0, 2) ? "us-west-2" : "eu-south-1"
}
