component "tickets" {
  source = "../"
}
