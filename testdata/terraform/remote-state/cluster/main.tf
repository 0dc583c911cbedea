variable "region" {
  default = "us-west-2"
}

output "region" {
  value = var.region
}
