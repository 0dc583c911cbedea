suffix = "p"
