module "one" {
  source = "../one"
}
