provider "aws" {
  region = "ap-northeast-1"
}

provider "kubernetes" {
  host = aws_eks_cluster.inside.endpoint
}

resource "aws_eks_cluster" "inside" {
  name     = "inside"
  role_arn = "arn:aws:iam::123456789012:role/inside"
  vpc_config {
    subnet_ids = []
  }
}

resource "aws_s3_bucket" "copies" {
  region = "us-east-1"
  bucket = "ledger-copies"
}

resource "kubernetes_manifest" "backup" {
  manifest = {
    apiVersion = "velero.io/v1"
    kind       = "BackupStorageLocation"
    metadata   = { name = "copies", namespace = "velero" }
    spec = {
      provider      = "aws"
      objectStorage = { bucket = aws_s3_bucket.copies.bucket }
    }
  }
}

resource "kubernetes_deployment" "ledger" {
  metadata {
    name = "ledger"
  }
  spec {
    selector {
      match_labels = { app = "ledger" }
    }
    template {
      metadata {
        labels = { app = "ledger" }
      }
      spec {
        container {
          name  = "ledger"
          image = "registry.example.jp/ledger:1"
          env {
            name  = "EXPORT_URL"
            value = "https://queue.eu-west-1.amazonaws.com/1/ledger"
          }
        }
      }
    }
  }
}
