resource "aws_kms_key" "members" {
  region = "us-west-2"
}
