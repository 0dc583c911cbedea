module "beside" {
  source = "../wide"
  region = "eu-west-1"
}

resource "aws_sqs_queue" "main" {
  region = trimspace(file("${path.module}/../region.txt"))
}
