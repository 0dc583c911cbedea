run "all" {
  command = plan
}
