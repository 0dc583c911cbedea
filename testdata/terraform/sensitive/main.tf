# A word that nobody is to see is not told, even where it is the reason.
variable "region" {
  default   = "hidden-1"
  sensitive = true
}

provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_db_instance" "by_variable" {
  region = var.region
}

resource "aws_db_instance" "by_function" {
  region = sensitive("hidden-2")
}

resource "aws_db_instance" "by_template" {
  region = "${var.region}-x"
}

resource "aws_db_instance" "by_local" {
  region = local.place.region
}

locals {
  place = { region = var.region }
}

# A place is what is asked for: it is told.
resource "aws_db_instance" "known" {
  region = sensitive("ap-northeast-3")
}

resource "aws_db_instance" "open" {
  region = "open-1"
}

resource "aws_db_instance" "not_a_number" {
  region = local.regions[var.region + 1]
}

locals {
  regions = ["ap-northeast-1"]
}
