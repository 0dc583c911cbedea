terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.other]
    }
  }
}

data "aws_region" "own" {
}

data "aws_region" "other" {
  provider = aws.other
}

data "aws_partition" "current" {
}

output "own" {
  value = data.aws_region.own.region
}

output "other" {
  value = data.aws_region.other.region
}

output "label" {
  value = join("/", ["region", data.aws_region.own.id])
}
