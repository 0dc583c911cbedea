# Its own files are the module; the dependency's module is not on disk.
include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "no_merge"
  expose         = true
}

dependency "logs" {
  config_path = "../../us-west-2/logs"

  mock_outputs = {
    region = "eu-west-1"
  }
}

inputs = {
  home  = include.root.locals.aws_region
  other = dependency.logs.outputs.region
}
