replica = "eu-west-1"
