variable "aws_region" {}

resource "aws_elasticache_cluster" "this" {}
