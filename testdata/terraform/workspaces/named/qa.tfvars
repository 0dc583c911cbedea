suffix = "q"
