from_tfvars     = "ap-northeast-3"
from_json       = "us-east-2"
from_first_auto = "us-east-2"
from_last_auto  = "us-east-2"
