# One zone, looked up by its name or asked for in a region.
provider "aws" {
  region = "ap-northeast-1"
}

data "aws_availability_zone" "named" {
  name = "ap-northeast-1a"
}

data "aws_availability_zones" "elsewhere" {
  region = "eu-west-1"
}

resource "aws_ebs_volume" "named" {
  availability_zone = data.aws_availability_zone.named.name
}

resource "aws_sqs_queue" "region_of_zone" {
  region = data.aws_availability_zone.named.region
}

resource "aws_instance" "elsewhere" {
  region            = "eu-west-1"
  availability_zone = data.aws_availability_zones.elsewhere.names[0]
}

resource "aws_ebs_volume" "counted" {
  count             = 2
  availability_zone = element(data.aws_availability_zones.here.names, count.index)
}

data "aws_availability_zones" "here" {
}
