component "older" {
  source = "../"
}
