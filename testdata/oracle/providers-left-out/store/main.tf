resource "aws_sqs_queue" "main" {
}

resource "google_compute_address" "main" {
  name = "main"
}
