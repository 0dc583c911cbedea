provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_dynamodb_table" "keys" {
  name = "meeting-keys"

  replica { region_name = "ap-southeast-1" }
  replica { region_name = "cn-north-1" }
}
