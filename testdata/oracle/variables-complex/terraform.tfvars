stores = [
  { name = "orders", count = 1 },
  { name = "members", region = "ap-northeast-3", count = "2" },
  { name = "drafts", region = "us-west-2", count = 0 },
]

copies = "2"

document = <<EOT
{ "region": "eu-west-1" }
EOT
