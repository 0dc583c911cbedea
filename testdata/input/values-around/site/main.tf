variable "place" {}

resource "google_storage_bucket" "pages" {
  name     = "pages"
  location = var.place
}
