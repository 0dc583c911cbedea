suffix = "d"
