resource "aws_sqs_queue" "base" {
  region = basename(path.module)
}

output "module" {
  value = path.module
}
