locals {
  fallback = local.names[local.chosen]
  regions  = [local.fallback, local.other]
}
