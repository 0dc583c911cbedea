module "two" {
  source = "../two"
}
resource "aws_s3_bucket" "one" {
  bucket = "hinode-one"
  region = "us-east-1"
}
