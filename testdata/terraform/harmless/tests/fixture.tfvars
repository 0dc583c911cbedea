place = "us-east-1"
