module "native" {
  source = "./stores"
  providers = {
    aws.copy = aws
  }
}
