backup_region = "ap-northeast-3"
