# Inputs go three modules down, outputs come back up, and siblings feed one another.
provider "aws" {
  region = module.naming.regions.default
}

module "naming" {
  source = "./naming"
  site   = "osaka"
}

module "stack" {
  source  = "./stack"
  regions = module.naming.regions
  backup  = module.naming.backup
}

resource "aws_sqs_queue" "from_the_depth" {
  region = module.stack.where[1]
}
