output "location" {
  value = "japanwest"
}
