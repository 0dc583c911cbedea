include "root" {
  path = find_in_parent_folders("root.hcl")
}

dependency "store" {
  config_path = "../../tokyo/store"
}

inputs = {
  copy = dependency.store.outputs.home
}
