variable "place" {
  default = "ap-northeast-1"
}
