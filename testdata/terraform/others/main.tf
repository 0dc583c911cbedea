# The same word is another place, and another operator, with another provider.
provider "alicloud" {
  region = "ap-northeast-1"
}

provider "sakuracloud" {
  zone = "tk1a"
}

provider "oci" {
  region = "ap-tokyo-1"
}

resource "alicloud_oss_bucket" "photos" {
  bucket = "photos"
}

resource "sakuracloud_disk" "members" {
  name = "members"
}

resource "oci_objectstorage_bucket" "members" {
  name = "members"
}

resource "mongodbatlas_cluster" "members" {
  name                 = "members"
  provider_region_name = "AP_NORTHEAST_1"
}
