include "root" {
  path = find_in_parent_folders("nowhere.hcl")
}

include "outside" {
  path = "../../../../../../../../etc/hosts.hcl"
}

include "computed" {
  path = run_cmd("which", "root.hcl")
}

terraform {
  source = "../modules/store"
}

inputs = {
  place = local.absent
}
