variable "zone" {}
variable "backup_region" { default = "eu-west-1" }
variable "replica_region" {}
variable "aws_region" {}
variable "tags" { default = {} }

resource "aws_db_instance" "this" {
  availability_zone = var.zone
  tags              = var.tags
}

resource "aws_dynamodb_table" "home" {}

resource "aws_dynamodb_table" "replica" {
  provider = aws.replica
}

resource "aws_s3_bucket" "backup" {
  region = var.backup_region
}
