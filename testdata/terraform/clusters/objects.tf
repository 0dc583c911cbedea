resource "kubernetes_deployment_v1" "ledger" {
  metadata {
    name      = "ledger"
    namespace = "bank"
    labels    = { data-class = "pii" }
  }

  spec {
    template {
      metadata {
        labels = { app = "ledger" }
      }
      spec {
        container {
          name  = "ledger"
          image = "registry.example.com/ledger"
        }
      }
    }
  }
}

resource "kubernetes_secret" "there" {
  provider = kubernetes.oregon
  metadata { name = "there" }
  data = { password = "x" }
}

resource "kubernetes_secret_v1" "in_a_module" {
  provider = kubernetes.gke
  metadata { name = "in-a-module" }
}

resource "kubernetes_secret_v1" "named" {
  provider = kubernetes.named
  metadata { name = "named" }
}

resource "kubernetes_secret_v1" "anywhere" {
  provider = kubernetes.laptop
  metadata { name = "anywhere" }
}

resource "kubernetes_namespace" "bank" {
  metadata { name = "bank" }
}

resource "kubernetes_persistent_volume" "disk" {
  metadata { name = "disk" }
  spec {
    capacity     = { storage = "1Gi" }
    access_modes = ["ReadWriteOnce"]
    persistent_volume_source {
      csi {
        driver        = "ebs.csi.aws.com"
        volume_handle = "vol-0123456789"
      }
    }
    node_affinity {
      required {
        node_selector_term {
          match_expressions {
            key      = "topology.kubernetes.io/zone"
            operator = "In"
            values   = ["ap-northeast-1c"]
          }
        }
      }
    }
  }
}

resource "kubernetes_storage_class_v1" "fast" {
  metadata { name = "fast" }
  storage_provisioner = "ebs.csi.aws.com"
  allowed_topologies {
    match_label_expressions {
      key    = "topology.kubernetes.io/zone"
      values = ["ap-northeast-1a"]
    }
  }
}

resource "kubernetes_stateful_set_v1" "store" {
  metadata { name = "store" }
  spec {
    service_name = "store"
    template {
      metadata { labels = { app = "store" } }
      spec {
        node_selector = { "topology.kubernetes.io/region" = "us-east-1" }
        container { name = "store" }
      }
    }
    volume_claim_template {
      metadata { name = "data" }
      spec {
        storage_class_name = "fast"
        access_modes       = ["ReadWriteOnce"]
      }
    }
  }
}

resource "kubernetes_manifest" "written" {
  manifest = {
    apiVersion = "v1"
    kind       = "PersistentVolumeClaim"
    metadata   = { name = "written", namespace = "bank" }
    spec       = { storageClassName = "fast" }
  }
}

resource "kubernetes_manifest" "unknown" {
  manifest = jsondecode(data.http.manifest.response_body)
}

data "http" "manifest" {
  url = "https://example.com/manifest.json"
}

variable "tenant" {}

resource "kubectl_manifest" "text" {
  yaml_body = <<-EOF
    apiVersion: v1
    kind: Secret
    metadata:
      name: text-${var.tenant}
      namespace: bank
  EOF
}

resource "helm_release" "chart" {
  name       = "chart"
  repository = "https://charts.example.com"
  chart      = "ledger"
}

resource "kubernetes_config_map_v1" "osaka" {
  provider = kubernetes.osaka
  metadata { name = "osaka" }
}

resource "kubernetes_persistent_volume_claim_v1" "osaka" {
  provider = kubernetes.osaka
  metadata { name = "osaka" }
  spec {
    access_modes = ["ReadWriteOnce"]
    volume_name  = "pinned"
  }
}

resource "kubernetes_persistent_volume_v1" "pinned" {
  provider = kubernetes.osaka
  metadata { name = "pinned" }
  spec {
    persistent_volume_source {
      azure_disk {
        caching_mode  = "None"
        data_disk_uri = "/subscriptions/x/disks/pinned"
        disk_name     = "pinned"
      }
    }
  }
}
