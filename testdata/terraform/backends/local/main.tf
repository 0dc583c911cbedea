# On the machine that runs Terraform: nothing to place.
terraform {
  backend "local" {
    path = "state/terraform.tfstate"
  }
}
