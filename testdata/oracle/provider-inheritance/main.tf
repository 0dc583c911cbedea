# Default configurations reach every module that gets no `providers`, aliases none; a map hands down only what it names.
provider "aws" {
  region = "ap-northeast-1"
}

provider "google" {
  region = "asia-northeast1"
}

provider "google" {
  alias  = "osaka"
  region = "asia-northeast2"
}

module "inherits" {
  source = "./outer"
}

module "takes_one" {
  source = "./outer"
  providers = {
    google = google.osaka
    aws    = aws
  }
}
