dependency "other" {
  config_path = "../b"
  mock_outputs = { place = "us-east-1" }
}

dependency "itself" {
  config_path = "."
}

terraform {
  source = "../../modules/store"
}

inputs = { place = dependency.other.outputs.place }
