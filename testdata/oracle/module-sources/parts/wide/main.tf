variable "region" {
  default = "eu-west-2"
}

resource "aws_sqs_queue" "main" {
  region = var.region
}

resource "aws_sqs_queue" "root_file" {
  region = yamldecode(file("${path.root}/parts/sites.yml"))[0].region
}
