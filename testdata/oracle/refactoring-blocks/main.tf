# moved, import, removed and check say nothing of places, and make no resources.
provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_s3_bucket" "new_name" {
  region = "ap-northeast-3"
}

resource "aws_s3_bucket" "adopted" {
  bucket = "adopted-records"
}

module "store" {
  source = "./store"
}

moved {
  from = aws_s3_bucket.old_name
  to   = aws_s3_bucket.new_name
}

moved {
  from = aws_dynamodb_table.main
  to   = module.store.aws_dynamodb_table.main
}

removed {
  from = aws_s3_bucket.gone

  lifecycle {
    destroy = false
  }
}

check "region" {
  data "aws_region" "seen" {
  }

  assert {
    condition     = data.aws_region.seen.region == "ap-northeast-1"
    error_message = "The region is another one."
  }
}
