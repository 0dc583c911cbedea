unit "store" {
  source = "../units/store"
  path   = "store"
}
