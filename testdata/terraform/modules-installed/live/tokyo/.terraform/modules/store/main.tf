resource "aws_s3_bucket" "this" {
  bucket = "store"
}

module "inner" {
  source = "./inner"
}
