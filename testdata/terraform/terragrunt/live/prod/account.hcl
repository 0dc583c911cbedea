locals {
  id   = get_env("ACCOUNT_ID", "000000000000")
  name = "prod"
}
