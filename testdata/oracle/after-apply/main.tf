# What only an apply makes known: the region itself, or which of two.
provider "aws" {
  region = "ap-northeast-1"
}

resource "random_pet" "name" {
}

resource "terraform_data" "choice" {
  input = "eu-west-1"
}

resource "aws_sqs_queue" "unknown" {
  region = random_pet.name.id
}

resource "aws_sqs_queue" "input" {
  region = terraform_data.choice.input
}

resource "aws_sqs_queue" "one_of_two" {
  region = random_pet.name.id == "calm-otter" ? "ap-northeast-3" : "us-east-1"
}

resource "aws_sqs_queue" "same_either_way" {
  region = length(random_pet.name.id) > 3 ? "ap-northeast-3" : "ap-northeast-3"
}

resource "aws_sqs_queue" "unknown_inside" {
  region = { name = random_pet.name.id, region = "eu-west-2" }.region
}

resource "aws_sqs_queue" "unknown_beside" {
  region = [random_pet.name.id, "eu-west-3"][1]
}

resource "aws_sqs_queue" "known_length" {
  count  = length([random_pet.name.id, random_pet.name.keepers])
  region = "ca-central-1"
}

resource "aws_sqs_queue" "known_keys" {
  for_each = { a = random_pet.name.id, b = "sa-east-1" }
  region   = each.key == "b" ? each.value : "eu-north-1"
}
