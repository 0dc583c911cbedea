# Zones lie in the provider's region, and can be cut to it.
provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "dublin"
  region = "eu-west-1"
}

data "aws_availability_zones" "here" {
  state = "available"
}

data "aws_availability_zones" "there" {
  provider = aws.dublin
}

locals {
  zone = "ap-northeast-1a"
}

resource "aws_subnet" "here" {
  count             = 2
  availability_zone = data.aws_availability_zones.here.names[count.index]
}

resource "aws_ebs_volume" "literal" {
  availability_zone = "ap-northeast-1c"
}

resource "aws_ebs_volume" "there" {
  provider          = aws.dublin
  availability_zone = data.aws_availability_zones.there.names[0]
}

resource "aws_ebs_volume" "each" {
  for_each          = toset(slice(data.aws_availability_zones.here.names, 0, 2))
  availability_zone = each.value
}

resource "aws_sqs_queue" "cut" {
  provider = aws.dublin
  region   = substr(local.zone, 0, length(local.zone) - 1)
}

resource "aws_sqs_queue" "cut_of_data" {
  region = replace(data.aws_availability_zones.there.names[1], "/[a-z]$/", "")
}

resource "aws_rds_cluster" "several" {
  availability_zones = data.aws_availability_zones.here.names
}

resource "aws_instance" "region_and_zone" {
  region            = "eu-west-2"
  availability_zone = "eu-west-2b"
}
