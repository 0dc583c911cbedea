provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "virginia"
  region = "us-east-1"
}

variable "multi_region" {
  type = bool
}

resource "aws_s3_bucket" "members" {
  bucket = "members"
}

resource "aws_s3_bucket" "copy" {
  provider = aws.virginia
  bucket   = "members-copy"
}

# The data is that of the bucket, and the account beside the far bucket says nothing of a place.
resource "aws_s3_bucket_replication_configuration" "members" {
  bucket = aws_s3_bucket.members.id
  role   = "arn:aws:iam::111122223333:role/replication"

  rule {
    status = "Enabled"

    destination {
      bucket  = aws_s3_bucket.copy.arn
      account = "444455556666"
    }
  }
}

resource "aws_kinesis_stream" "orders" {
  name = "orders"
}

# Through a stream to a bucket of another root, and to one that nobody declares.
resource "aws_kinesis_firehose_delivery_stream" "orders" {
  kinesis_source_configuration {
    kinesis_stream_arn = aws_kinesis_stream.orders.arn
  }

  extended_s3_configuration {
    bucket_arn = "arn:aws:s3:::members-archive"
  }
}

resource "aws_kinesis_firehose_delivery_stream" "lost" {
  extended_s3_configuration {
    bucket_arn = "arn:aws:s3:::nobody-declares-this"
  }
}

resource "aws_db_instance" "ledger" {
  identifier = "ledger"
}

# The copy is where this is.
resource "aws_db_instance_automated_backups_replication" "ledger" {
  provider               = aws.virginia
  source_db_instance_arn = aws_db_instance.ledger.arn
}

# Nobody knows whether it is switched on.
resource "aws_cloudtrail" "audit" {
  s3_bucket_name        = aws_s3_bucket.members.id
  is_multi_region_trail = var.multi_region
}

resource "azurerm_storage_account" "paired" {
  location                 = "japaneast"
  account_replication_type = "GRS"
}

resource "azurerm_storage_account" "local" {
  location                 = "japaneast"
  account_replication_type = "LRS"
}

resource "aws_bedrockagent_agent" "questions" {
  foundation_model = "global.model-a"
}

resource "aws_bedrockagent_agent" "stays" {
  foundation_model = "model-a"
}

resource "aws_sns_topic_subscription" "partner" {
  topic_arn = aws_sns_topic.orders.arn
  protocol  = "https"
  endpoint  = "https://hooks.contractor.example/orders"
}

resource "aws_sns_topic" "orders" {
  name = "orders"
}

# One rule is switched off, one is not.
resource "aws_s3_bucket" "photos" {
  bucket = "photos"
}

resource "aws_s3_bucket_replication_configuration" "photos" {
  bucket = aws_s3_bucket.photos.id
  role   = "arn:aws:iam::111122223333:role/replication"

  rule {
    status = "Disabled"

    destination {
      bucket = "arn:aws:s3:::photos-before"
    }
  }

  rule {
    status = "Enabled"

    destination {
      bucket = "arn:aws:s3:::photos-now"
    }
  }
}

# Off unless it says otherwise.
resource "aws_lb" "quiet" {
  access_logs {
    bucket = aws_s3_bucket.photos.id
  }
}

resource "aws_lb" "logged" {
  access_logs {
    bucket  = aws_s3_bucket.photos.id
    enabled = true
  }
}

variable "logs" {
  type = bool
}

resource "aws_lb" "perhaps" {
  access_logs {
    bucket  = aws_s3_bucket.photos.id
    enabled = var.logs
  }
}

# The far end stands in a document.
resource "aws_sqs_queue" "mail" {
  name           = "mail"
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.unread.arn, maxReceiveCount = 4 })
}

resource "aws_sqs_queue" "parcels" {
  name           = "parcels"
  redrive_policy = "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:111122223333:unread\",\"maxReceiveCount\":4}"
}

variable "account" {
  type = string
}

resource "aws_sqs_queue" "letters" {
  name           = "letters"
  redrive_policy = jsonencode({ deadLetterTargetArn = "arn:aws:sqs:eu-west-1:${var.account}:unread", maxReceiveCount = 4 })
}

resource "aws_sqs_queue" "unread" {
  name = "unread"
}
