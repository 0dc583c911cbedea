# A plain relative path is one from where Terraform runs, in a module too.
provider "aws" {
  region = "us-east-1"
}

module "inside" {
  source = "./inside"
}
