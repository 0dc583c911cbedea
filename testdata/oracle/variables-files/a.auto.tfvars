from_first_auto = "eu-west-2"
from_last_auto  = "us-east-2"
