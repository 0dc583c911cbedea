include {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "${get_path_to_repo_root()}/modules/vpc"
}

inputs = {
  place = "ap-northeast-1"
}
