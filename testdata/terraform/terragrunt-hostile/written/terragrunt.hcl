# What is written cannot be told, so that nobody knows where the default provider is.
terraform {
  source = "../modules/store"
}

generate "provider" {
  path     = "provider.tf"
  contents = sops_decrypt_file("provider.enc")
}

generate "named" {
  path     = "named.tf"
  contents = <<EOF
provider "aws" {
  alias  = "${get_env("ALIAS")}"
  region = "us-east-1"
}
EOF
}

generate "notes" {
  path     = "notes.txt"
  contents = run_cmd("date")
}

inputs = { place = null }
