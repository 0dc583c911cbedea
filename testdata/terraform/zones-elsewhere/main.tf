# Zones outside of the region of the provider: nobody can make that, and both places count.
provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_ebs_volume" "inside" {
  availability_zone = "ap-northeast-1a"
  size              = 1
}

resource "aws_ebs_volume" "outside" {
  availability_zone = "eu-west-1a"
  size              = 1
}

# A zone away from its region belongs to it.
resource "aws_ebs_volume" "local_zone" {
  availability_zone = "ap-northeast-1-tpe-1a"
  size              = 1
}

resource "aws_ebs_volume" "own_region" {
  region            = "eu-west-1"
  availability_zone = "eu-west-1a"
  size              = 1
}
