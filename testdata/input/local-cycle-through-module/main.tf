locals {
  place = module.echo.out
}

module "echo" {
  source = "./echo"
  in     = local.place
}

resource "aws_s3_bucket" "a" {
  region = local.place
}
