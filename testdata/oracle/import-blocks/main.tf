# Import blocks adopt what exists, one by one or by key, into instances that are declared.
provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_s3_bucket" "adopted" {
  for_each = { a = "ap-northeast-3", b = "eu-west-1" }
  bucket   = "adopted-${each.key}"
  region   = each.value
}

import {
  for_each = { a = "adopted-a" }
  to       = aws_s3_bucket.adopted[each.key]
  id       = each.value
}
