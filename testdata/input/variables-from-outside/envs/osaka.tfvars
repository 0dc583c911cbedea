region = "ap-northeast-3"
