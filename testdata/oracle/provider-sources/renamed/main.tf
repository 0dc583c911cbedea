terraform {
  required_providers {
    cloud = { source = "hashicorp/aws" }
  }
}

resource "aws_sqs_queue" "main" {
  provider = cloud
}
