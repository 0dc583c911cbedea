unknown = "eu-west-2"
