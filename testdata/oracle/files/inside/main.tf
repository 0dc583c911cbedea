resource "aws_dynamodb_table" "of_module" {
  region = jsondecode(file("${path.module}/sites.json"))
}

resource "aws_dynamodb_table" "of_root" {
  region = jsondecode(file("${path.root}/sites.json")).sites[1].region
}
