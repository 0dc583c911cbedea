deployment "far" {
  inputs = { place = "us-east-1" }
}
