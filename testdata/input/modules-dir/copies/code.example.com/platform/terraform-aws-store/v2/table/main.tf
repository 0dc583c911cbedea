resource "aws_dynamodb_table" "members" {
  name = "members"
}

module "key" {
  source = "../key"
}
