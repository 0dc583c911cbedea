module "native" {
  source = "./inside"
  region = "us-west-1"
}

resource "aws_s3_bucket" "native" {
}

resource "aws_sqs_queue" "native" {
  region = module.inside.region
}
