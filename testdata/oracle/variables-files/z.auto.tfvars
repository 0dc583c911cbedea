from_last_auto = "ca-central-1"
