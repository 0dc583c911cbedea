output "region" {
  value = "ap-northeast-1"
}

output "regions" {
  value = ["ap-northeast-3", "us-east-2"]
}
