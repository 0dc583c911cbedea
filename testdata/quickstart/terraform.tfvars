region = "ap-northeast-1"

recovery_regions = {
  database = "ap-southeast-1"
  logs     = "ap-northeast-3"
}
