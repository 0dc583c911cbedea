provider "aws" {
  region = "ap-northeast-1"
}

variable "partner" {
  type = string
}

resource "aws_s3_bucket" "members" {
  bucket = "members"
}

resource "aws_s3_bucket" "orders" {
  bucket = "orders"
}

# A document as a data source.
data "aws_iam_policy_document" "members" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.members.arn}/*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::444455556666:root", var.partner]
    }

    principals {
      type        = "Service"
      identifiers = ["logging.s3.amazonaws.com"]
    }
  }
}

resource "aws_s3_bucket_policy" "members" {
  bucket = aws_s3_bucket.members.id
  policy = data.aws_iam_policy_document.members.json
}

# A document that is known in part.
resource "aws_s3_bucket_policy" "orders" {
  bucket = aws_s3_bucket.orders.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = [aws_iam_role.reports.arn, "777788889999"], Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:*"
        Resource  = aws_s3_bucket.orders.arn
      },
      {
        Effect    = "Deny"
        Principal = { AWS = "123412341234" }
        Action    = "s3:*"
        Resource  = "*"
      },
    ]
  })
}

# From a role to a role to a bucket.
resource "aws_iam_role" "entry" {
  name = "entry"

  assume_role_policy = <<-EOT
    { "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "arn:aws:iam::444455556666:role/support" } }] }
  EOT
}

resource "aws_iam_role" "reports" {
  name = "reports"

  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_role.entry.arn } }]
  })
}

resource "aws_iam_policy" "reports" {
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.members.arn}/*" }]
  })
}

resource "aws_iam_role_policy_attachment" "reports" {
  role       = aws_iam_role.reports.name
  policy_arn = aws_iam_policy.reports.arn
}

# What it reaches, nobody can tell.
resource "aws_iam_role_policy" "entry" {
  role   = aws_iam_role.entry.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}

resource "aws_security_group_rule" "open" {
  type              = "ingress"
  security_group_id = aws_security_group.db.id
  cidr_blocks       = ["0.0.0.0/0", "203.0.113.0/24", "10.0.0.0/8"]
}

resource "aws_security_group" "db" {
  name = "db"
}

resource "aws_db_instance" "ledger" {
  identifier          = "ledger"
  publicly_accessible = true
}

resource "aws_db_instance" "inside" {
  identifier          = "inside"
  publicly_accessible = false
}

resource "google_storage_bucket" "logs" {
  name     = "logs"
  location = "asia-northeast1"
}

resource "google_storage_bucket_iam_member" "group" {
  bucket = google_storage_bucket.logs.name
  role   = "roles/storage.objectViewer"
  member = "group:ops@contractor.example"
}

resource "google_storage_bucket_iam_binding" "several" {
  bucket  = google_storage_bucket.logs.name
  role    = "roles/storage.objectViewer"
  members = ["user:sato@example.jp", "allUsers", "serviceAccount:etl@vendor-a.iam.gserviceaccount.com"]
}

resource "azurerm_storage_account" "files" {
  location = "japaneast"
}

resource "azurerm_role_assignment" "files" {
  scope                = azurerm_storage_account.files.id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = "11111111-2222-3333-4444-555555555555"
}

resource "aws_ram_principal_association" "share" {
  principal          = "777788889999"
  resource_share_arn = aws_ram_resource_share.share.arn
}

resource "aws_ram_resource_share" "share" {
  name = "share"
}

# A table reads what is in a bucket: the bucket is nobody who gets in. A server that vouches for others is an issuer.
resource "aws_glue_catalog_table" "orders" {
  name          = "orders"
  database_name = "orders"

  storage_descriptor {
    location = "s3://${aws_s3_bucket.orders.bucket}/2026/"
  }
}

variable "runs_at" {
  type    = string
  default = "runs.contractor.example"
}

resource "google_iam_workload_identity_pool_provider" "runs" {
  workload_identity_pool_id          = "runs"
  workload_identity_pool_provider_id = "runs"

  oidc {
    issuer_uri = "https://${var.runs_at}"
  }
}

# Whoever has its key gets in.
resource "azurerm_storage_account_local_user" "partner" {
  name               = "partner"
  storage_account_id = azurerm_storage_account.files.id

  permission_scope {
    service       = "blob"
    resource_name = "parcels"

    permissions {
      read = true
    }
  }
}
