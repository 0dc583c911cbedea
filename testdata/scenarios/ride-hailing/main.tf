provider "yandex" {
  zone = "ru-central1-a"
}

# One cluster for all markets.
resource "yandex_mdb_postgresql_cluster" "rides" {
  name = "rides"

  host {
    zone = "ru-central1-a"
  }
}
