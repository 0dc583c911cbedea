place = "ap-northeast-3"
