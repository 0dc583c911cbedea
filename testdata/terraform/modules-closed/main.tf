provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "osaka"
  region = "ap-northeast-3"
}

provider "google" {
  region = "asia-northeast1"
}

variable "region" {
  type = string
}

# The provider that the address names, by its default configuration.
module "registry" {
  source  = "example-modules/store/aws"
  version = "~> 2.0"
  azs     = ["ap-northeast-1a", "ap-northeast-1c"]
  tags    = { data-class = "pii" }
}

# A configuration handed over by name, and a copy that an argument asks for.
module "handed" {
  source         = "git::https://code.example.com/platform/terraform-aws-archive.git//store?ref=v1.2.0"
  providers      = { aws = aws.osaka }
  replica_region = "us-west-2"
  description    = "not in eu-west-1"
}

# An identifier says its region, whatever the argument is called.
module "identified" {
  source = "example-modules/store/aws"
  key    = "arn:aws:kms:eu-central-1:${var.region}:key/0a1b"
  bucket = "arn:aws:s3:::members"
}

# Instances are told apart.
module "each" {
  for_each = { tokyo = "ap-northeast-1", virginia = "us-east-1" }
  source   = "example-modules/store/aws"
  region   = each.value
}

module "none" {
  count  = 0
  source = "example-modules/store/aws"
}

# Nothing in its name says which of the providers it uses.
module "either" {
  source = "code.example.com/platform/everything"
}

# A provider that nobody configures, and an argument that is known.
module "azure" {
  source   = "example-modules/lake/azurerm"
  location = "Japan East"
}

# Nothing is known of where this lands.
module "adrift" {
  source   = "example-modules/lake/azurerm"
  location = var.region
}

# What asks a closed module for its place is there too.
module "app" {
  source = "./app"
  group  = module.azure.resource_group_name
}
