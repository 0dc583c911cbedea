bucket = "haneda-state"
region = "us-west-2"
