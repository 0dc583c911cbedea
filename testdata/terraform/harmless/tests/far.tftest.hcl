run "far" {
  variables {
    place = "us-west-2"
  }
}
