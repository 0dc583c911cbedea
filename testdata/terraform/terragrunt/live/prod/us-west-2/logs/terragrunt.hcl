include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "git::https://code.example.com/platform/terraform-aws-logs.git//modules/archive?ref=v2"
}

inputs = {
  copy_to = "arn:aws:s3:eu-north-1:000000000000:archive"
}
