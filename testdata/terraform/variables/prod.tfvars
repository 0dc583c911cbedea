# Not loaded by itself.
dr_region = "us-east-1"
