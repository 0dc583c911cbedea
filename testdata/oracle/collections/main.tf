# zipmap, transpose, flatten and sets, each on the way to a for_each.
provider "aws" {
  region = "us-east-1"
}

locals {
  zipped     = zipmap(["tokyo", "osaka"], ["ap-northeast-1", "ap-northeast-3"])
  transposed = transpose({ orders = ["eu-west-1", "eu-west-2"], drafts = ["eu-west-2"] })
  flat = flatten([
    for team, regions in { red = ["ca-central-1", "sa-east-1"], blue = ["ca-central-1"] } : [
      for region in regions : { key = "${team}/${region}", region = region }
    ]
  ])
}

resource "aws_sqs_queue" "zipped" {
  for_each = local.zipped
  region   = each.value
}

resource "aws_sqs_queue" "transposed" {
  for_each = local.transposed
  region   = contains(each.value, "drafts") ? each.key : "ap-south-1"
}

resource "aws_sqs_queue" "flat" {
  for_each = { for item in local.flat : item.key => item }
  region   = each.value.region
}

resource "aws_sqs_queue" "sets" {
  for_each = setsubtract(setunion(["eu-central-1", "us-west-2"], ["eu-north-1"]), setintersection(["us-west-2"], ["us-west-2", "x"]))
  region   = each.key
}

resource "aws_sqs_queue" "product" {
  for_each = { for pair in setproduct(keys(local.zipped), ["hot", "cold"]) : join(".", pair) => local.zipped[pair[0]] }
  region   = each.value
}

resource "aws_sqs_queue" "some_true" {
  region = alltrue([for r in values(local.zipped) : startswith(r, "ap-")]) && !anytrue([]) ? "eu-south-1" : "us-west-2"
}
