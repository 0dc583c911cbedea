resource "aws_kinesis_stream" "events" {
  name = "events"
}
