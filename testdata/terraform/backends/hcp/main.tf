terraform {
  cloud {
    organization = "sumida"

    workspaces {
      name = "hcp"
    }
  }
}
