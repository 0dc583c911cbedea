provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_ebs_volume" "plain" {
  availability_zone = "ap-northeast-1c"
}

# A local zone of Tokyo that stands in Taipei.
resource "aws_ebs_volume" "local_zone" {
  availability_zone = "ap-northeast-1-tpe-1a"
}

resource "aws_ebs_volume" "from_data" {
  availability_zone = data.aws_availability_zones.all.names[0]
}

data "aws_availability_zones" "all" {}
