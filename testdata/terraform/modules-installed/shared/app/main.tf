module "db" {
  source = "git::https://code.example.com/platform/terraform-aws-db.git"
}
