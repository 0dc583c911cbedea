resource "aws_sqs_queue" "base" {
  region = basename(path.module)
}

resource "aws_sqs_queue" "absolute" {
  region = basename(abspath(path.module))
}

resource "aws_sqs_queue" "split" {
  region = reverse(split("/", path.module))[0]
}
