resource "aws_dynamodb_table" "home" {}
