terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.replica]
    }
  }
}

variable "name" {
  type = string
}

resource "aws_db_instance" "main" {
  identifier        = var.name
  engine            = "postgres"
  instance_class    = "db.m7g.large"
  allocated_storage = 100
  storage_encrypted = true
}

resource "aws_db_instance" "replica" {
  provider            = aws.replica
  identifier          = "${var.name}-replica"
  replicate_source_db = aws_db_instance.main.arn
  instance_class      = "db.m7g.large"
}
