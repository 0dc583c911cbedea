resource "aws_dynamodb_table" "this" {
  name = "store"
  replica {
    region_name = "us-east-1"
  }
}
