module "store" {
  source = "../shared"
}
