terraform {
  source = values.source
}
