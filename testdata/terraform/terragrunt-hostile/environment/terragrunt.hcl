terraform {
  source = "../modules/store"
}

generate "broken" {
  path     = "provider.tf"
  contents = "provider \"aws\" { region = \"ap-northeast-1"
}

inputs = {
  place = get_env("PLACE")
}
