output "region" {
  value     = join("-", ["eu", "central", 1])
  sensitive = true
}
