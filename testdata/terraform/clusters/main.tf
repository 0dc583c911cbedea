provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "oregon"
  region = "us-west-2"
}

resource "aws_eks_cluster" "tokyo" {
  name = "tokyo"
}

data "aws_eks_cluster" "oregon" {
  provider = aws.oregon
  name     = "oregon"
}

module "gke" {
  source  = "terraform-google-modules/kubernetes-engine/google"
  version = "33.0.0"
}

provider "google" {
  region = "asia-northeast1"
}

provider "kubernetes" {
  host = aws_eks_cluster.tokyo.endpoint
}

provider "kubernetes" {
  alias = "oregon"
  host  = data.aws_eks_cluster.oregon.endpoint
}

provider "kubernetes" {
  alias = "gke"
  host  = "https://${module.gke.endpoint}"
}

provider "kubernetes" {
  alias          = "named"
  config_context = "arn:aws:eks:eu-central-1:000000000000:cluster/ledger"
}

provider "kubernetes" {
  alias = "laptop"
}

provider "helm" {
  kubernetes {
    host = aws_eks_cluster.tokyo.endpoint
  }
}

provider "kubectl" {
  host = data.aws_eks_cluster.oregon.endpoint
}

resource "azurerm_kubernetes_cluster" "osaka" {
  name     = "osaka"
  location = "japanwest"
}

data "azurerm_kubernetes_cluster" "osaka" {
  name                = azurerm_kubernetes_cluster.osaka.name
  resource_group_name = "clusters"
}

provider "kubernetes" {
  alias = "osaka"
  host  = data.azurerm_kubernetes_cluster.osaka.kube_config[0].host
}
