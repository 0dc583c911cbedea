provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_dynamodb_table" "chats" {
  name = "chats"

  replica { region_name = "ap-southeast-1" }
}
