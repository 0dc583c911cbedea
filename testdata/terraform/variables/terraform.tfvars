region    = "us-west-2"
dr_region = "eu-west-1"
