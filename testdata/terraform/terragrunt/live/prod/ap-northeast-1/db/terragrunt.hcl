include "root" {
  path = find_in_parent_folders("root.hcl")
}

include "common" {
  path           = "../../../../common/db.hcl"
  expose         = true
  merge_strategy = "deep"
}

inputs = {
  tags = { unit = include.common.locals.modules }
}
