variable "place" { default = "ap-northeast-1" }

resource "aws_s3_bucket" "this" {
  region = var.place
}

output "place" {
  value = var.place
}
