resource "aws_sqs_queue" "of_root" {
  region = trimspace(file("region.txt"))
}

resource "aws_sqs_queue" "of_module" {
  region = trimspace(file("${path.module}/region.txt"))
}

resource "aws_sqs_queue" "of_root_files" {
  for_each = fileset("sites", "*.yaml")
  region   = yamldecode(file("sites/${each.key}")).region
}

resource "aws_sqs_queue" "of_root_template" {
  region = trimspace(templatefile("./region.tftpl", { number = 2 }))
}

resource "aws_sqs_queue" "exists" {
  region = fileexists("inside/main.tf") && !fileexists("main.tfx") ? "eu-west-3" : "us-west-2"
}
