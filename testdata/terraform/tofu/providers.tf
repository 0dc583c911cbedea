# Only Terraform reads this one: OpenTofu has another of the same name.
provider "aws" {
  region = "us-east-1"
}
