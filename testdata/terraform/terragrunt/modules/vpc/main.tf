variable "place" {}

resource "aws_subnet" "this" {
  availability_zone = "${var.place}a"
}

output "zone" {
  value = aws_subnet.this.availability_zone
}

output "region" {
  value = var.place
}
