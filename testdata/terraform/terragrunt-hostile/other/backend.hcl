bucket = "state
