module "myself" {
  source = "../again"
}

resource "aws_s3_bucket" "once" {
}
