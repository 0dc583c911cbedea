tier = "one"
seat = "ap-northeast-3"
