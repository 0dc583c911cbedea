# Nothing says a region: the system of the one who applies would.
provider "aws" {
}

provider "aws" {
  alias  = "tokyo"
  region = "ap-northeast-1"
}

provider "google" {
  project = "example"
}

resource "aws_sqs_queue" "unset" {
}

resource "aws_sqs_queue" "set" {
  region = "ap-northeast-3"
}

resource "aws_sqs_queue" "aliased" {
  provider = aws.tokyo
}

resource "google_sql_database_instance" "unset" {
  database_version = "POSTGRES_16"
}
