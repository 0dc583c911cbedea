variable "region" {
  type    = string
  default = "us-east-1"
}

variable "recovery_regions" {
  description = "Where copies are kept for a disaster, by kind of data."
  type        = map(string)
}
