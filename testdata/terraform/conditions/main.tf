provider "aws" {
  region = "ap-northeast-1"
}

variable "partner_organization" {
  type = string
}

resource "aws_vpc_endpoint" "inside" {
  vpc_id       = "vpc-0a1b2c3d4e5f60718"
  service_name = "com.amazonaws.ap-northeast-1.s3"
}

resource "aws_s3_bucket" "members" {
  bucket = "members"
}

# Who is denied is not let in; an organization is closer than a network.
data "aws_iam_policy_document" "members" {
  source_policy_documents   = [data.aws_iam_policy_document.partner.json]
  override_policy_documents = [data.aws_iam_policy_document.inside.json]

  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["${aws_s3_bucket.members.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.members.arn}/*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "IpAddress"
      variable = "aws:SourceIp"
      values   = ["203.0.113.0/24"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-hinode0001"]
    }
  }
}

data "aws_iam_policy_document" "partner" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.members.arn}/*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "ForAnyValue:StringLike"
      variable = "aws:PrincipalOrgPaths"
      values   = ["${var.partner_organization}/*"]
    }
  }
}

data "aws_iam_policy_document" "inside" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.members.arn}/*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceVpce"
      values   = [aws_vpc_endpoint.inside.id]
    }
  }
}

resource "aws_s3_bucket_policy" "members" {
  bucket = aws_s3_bucket.members.id
  policy = data.aws_iam_policy_document.members.json
}

# In JSON; these conditions leave it open to everybody.
resource "aws_s3_bucket" "open" {
  bucket = "open"
}

resource "aws_s3_bucket_policy" "open" {
  bucket = aws_s3_bucket.open.id

  policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "*"
        Condition = { StringEqualsIfExists = { "aws:SourceVpce" = "vpce-0a1b2c3d4e5f60718" } }
      },
      {
        Effect       = "Allow"
        NotPrincipal = { AWS = "arn:aws:iam::444455556666:root" }
        Action       = "s3:GetObject"
        Resource     = "*"
      },
    ]
  })
}

# In JSON; these do not.
resource "aws_s3_bucket" "narrow" {
  bucket = "narrow"
}

resource "aws_s3_bucket_policy" "narrow" {
  bucket = aws_s3_bucket.narrow.id

  policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = "s3:GetObject"
        Resource  = "*"
        Condition = {
          StringEquals = { "aws:sourceVpce" = "vpce-0a1b2c3d4e5f60718", "aws:PrincipalAccount" = ["444455556666", "777788889999"] }
        }
      },
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "*"
        Condition = { IpAddress = { "aws:SourceIp" = ["10.0.0.0/8", "198.51.100.7/32"] } }
      },
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::444455556666:role/support" }
        Action    = "s3:GetObject"
        Resource  = "*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-hinode0001" } }
      },
    ]
  })
}

# A topic lets in whoever acts for a bucket of another account.
resource "aws_sns_topic" "orders" {
  name = "orders"
}

resource "aws_sns_topic_policy" "orders" {
  arn = aws_sns_topic.orders.arn

  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "sns:Subscribe"
      Resource  = aws_sns_topic.orders.arn
      Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:lambda:us-east-1:777788889999:function:sync" } }
    }]
  })
}

# The account that Terraform runs in, and its organization, are one's own; a service of the provider is nobody by itself.
data "aws_caller_identity" "current" {}

data "aws_organizations_organization" "own" {}

data "aws_elb_service_account" "balancer" {}

variable "place" {
  type = string
}

variable "partner_account" {
  type = string
}

variable "more" {
  type    = list(string)
  default = []
}

resource "aws_kms_key" "members" {
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" } },
      { Effect = "Allow", Action = "kms:Decrypt", Resource = "*", Principal = { AWS = "logs.${var.place}.amazonaws.com" } },
      { Effect = "Allow", Action = "kms:Decrypt", Resource = "*", Principal = { AWS = "arn:aws:iam::${var.partner_account}:root" } },
      { Effect = "Allow", Action = "kms:Decrypt", Resource = "*", Principal = { AWS = data.aws_elb_service_account.balancer.arn } },
      { Effect = "Allow", Action = "kms:Decrypt", Resource = "*", Principal = "*", Condition = { StringEquals = { "aws:PrincipalOrgID" = data.aws_organizations_organization.own.id } } },
    ]
  })
}

# Documents in a list of which nobody knows how long it is.
data "aws_iam_policy_document" "several" {
  source_policy_documents = flatten([data.aws_iam_policy_document.inside.json, var.more])
}

resource "aws_s3_bucket_policy" "several" {
  bucket = aws_s3_bucket.narrow.id
  policy = data.aws_iam_policy_document.several.json
}

# What may deny may allow as well.
variable "is_open" {
  type = bool
}

data "aws_iam_policy_document" "perhaps" {
  # The same document twice counts once.
  source_policy_documents = [data.aws_iam_policy_document.inside.json, data.aws_iam_policy_document.inside.json]

  statement {
    effect    = var.is_open ? "Allow" : "Deny"
    actions   = ["s3:GetObject"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::444455556666:root"]
    }
  }
}

resource "aws_s3_bucket" "perhaps" {
  bucket = "perhaps"
}

resource "aws_s3_bucket_policy" "perhaps" {
  bucket = aws_s3_bucket.perhaps.id
  policy = data.aws_iam_policy_document.perhaps.json
}

# Addresses of a network that is known in part.
variable "third" {
  type = number
}

resource "aws_security_group" "inside" {
  ingress {
    cidr_blocks = ["203.0.${var.third}.0/24"]
  }
}
