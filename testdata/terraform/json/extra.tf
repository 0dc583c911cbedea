resource "aws_kinesis_stream" "events" {
  name   = "events"
  region = aws_s3_bucket.copy["near"].region
}

resource "aws_kinesis_stream" "moved" {
  name   = "moved"
  region = "us-west-2"
}
