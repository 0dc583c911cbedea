# The unit that runs it fills its backend in.
terraform {
  backend "s3" {}
}

resource "aws_s3_bucket" "kept" {
  bucket = "sumida-kept"
}
