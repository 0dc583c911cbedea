# A variable that nothing sets is one of the values that its conditions accept.
locals {
  japan = ["ap-northeast-1", "ap-northeast-3"]

  zones = {
    tokyo = "ap-northeast-1a"
    osaka = "ap-northeast-3a"
  }
}

variable "listed" {
  validation {
    condition     = contains(["ap-northeast-1", "eu-west-1"], var.listed)
    error_message = "Choose one of them."
  }
}

resource "aws_db_instance" "listed" {
  region = var.listed
}

variable "japan" {
  type = string

  validation {
    condition     = contains(local.japan, lower(var.japan))
    error_message = "In Japan, please."
  }
}

resource "aws_db_instance" "of_local" {
  region = var.japan
}

variable "only" {
  validation {
    condition     = var.only == "ap-northeast-3"
    error_message = "Nowhere else."
  }
}

resource "aws_db_instance" "only" {
  region = var.only
}

variable "either" {
  validation {
    condition     = var.either == "ap-northeast-1" || "us-west-2" == "${var.either}"
    error_message = "One of two."
  }
}

resource "aws_db_instance" "either" {
  region = var.either
}

# Conditions and blocks together leave what all of them accept.
variable "narrower" {
  validation {
    condition     = contains(["ap-northeast-1", "ap-northeast-3", "eu-west-1"], var.narrower) && var.narrower != "ap-northeast-3"
    error_message = "Not Osaka."
  }

  validation {
    condition     = startswith(var.narrower, "ap-")
    error_message = "In Asia."
  }

  validation {
    condition     = length(var.narrower) > 3
    error_message = "Not too short."
  }
}

resource "aws_db_instance" "narrower" {
  region = var.narrower
}

variable "pattern" {
  validation {
    condition     = can(regex("^ap-northeast-(1|3)$", var.pattern))
    error_message = "In Japan."
  }
}

resource "aws_db_instance" "pattern" {
  region = var.pattern
}

variable "found" {
  validation {
    condition     = length(regexall("^(us|eu)-west-1$", var.found)) > 0
    error_message = "In the west."
  }
}

resource "aws_db_instance" "found" {
  region = var.found
}

# Any word may have these in it: nothing is known.
variable "open_pattern" {
  validation {
    condition     = can(regex("^ap-[a-z]+-[0-9]", var.open_pattern))
    error_message = "In Asia."
  }
}

resource "aws_db_instance" "open_pattern" {
  region = var.open_pattern
}

variable "not_listed" {
  validation {
    condition     = !contains(["us-east-1"], var.not_listed)
    error_message = "Not there."
  }
}

resource "aws_db_instance" "not_listed" {
  region = var.not_listed
}

variable "indexed" {
  validation {
    condition     = can(index(["ap-northeast-1", "sa-east-1"], var.indexed))
    error_message = "One of two."
  }
}

resource "aws_db_instance" "indexed" {
  region = var.indexed
}

variable "site" {
  validation {
    condition     = can(local.zones[var.site])
    error_message = "A site of ours."
  }
}

resource "aws_instance" "site" {
  availability_zone = local.zones[var.site]
}

variable "key" {
  validation {
    condition     = contains(keys(local.zones), var.key)
    error_message = "A site of ours."
  }
}

resource "aws_instance" "key" {
  availability_zone = lookup(local.zones, var.key, "us-east-1a")
}

# Where null is accepted, the provider decides.
provider "aws" {
  region = "ap-northeast-1"
}

variable "nullable" {
  type = string

  validation {
    condition     = var.nullable == null || contains(["ca-central-1"], var.nullable)
    error_message = "Canada or nothing."
  }
}

resource "aws_db_instance" "nullable" {
  region = var.nullable
}

variable "tried" {
  type = string

  validation {
    condition     = anytrue([var.tried == null, try(contains(["ca-west-1"], var.tried), true)])
    error_message = "Canada or nothing."
  }
}

resource "aws_db_instance" "tried" {
  region = var.tried
}

variable "asked_first" {
  type = string

  validation {
    condition     = var.asked_first == null ? true : contains(["eu-north-1"], var.asked_first)
    error_message = "Sweden or nothing."
  }
}

resource "aws_db_instance" "asked_first" {
  region = var.asked_first
}

variable "config" {
  type = object({ region = string, size = number })

  validation {
    condition     = contains(local.japan, var.config.region)
    error_message = "In Japan."
  }

  validation {
    condition     = var.config.size > 1
    error_message = "Large."
  }
}

resource "aws_db_instance" "config" {
  region = var.config.region
}

variable "copies" {
  type = set(string)

  validation {
    condition     = alltrue([for region in var.copies : contains(["ap-northeast-3", "ap-southeast-1"], region)])
    error_message = "In Asia."
  }
}

resource "aws_s3_bucket" "copies" {
  for_each = var.copies
  region   = each.key
}

variable "subtracted" {
  type = list(string)

  validation {
    condition     = length(setsubtract(var.subtracted, ["ap-northeast-1", "eu-west-2"])) == 0
    error_message = "One of two."
  }
}

resource "aws_s3_bucket" "subtracted" {
  for_each = toset(var.subtracted)
  region   = each.value
}

resource "aws_s3_bucket" "first" {
  region = var.subtracted[0]
}

variable "stores" {
  type = map(object({ region = string }))

  validation {
    condition     = alltrue([for name, store in var.stores : store.region == "ap-northeast-1" || store.region == "eu-west-3"])
    error_message = "One of two."
  }
}

resource "aws_s3_bucket" "stores" {
  for_each = var.stores
  region   = each.value.region
}

variable "none_abroad" {
  type = list(string)

  validation {
    condition     = length([for region in var.none_abroad : region if !contains(local.japan, region)]) == 0
    error_message = "In Japan."
  }
}

resource "aws_s3_bucket" "none_abroad" {
  region = var.none_abroad[0]
}

# What is set counts, whatever the conditions accept otherwise.
variable "set" {
  default = "ap-northeast-1"

  validation {
    condition     = contains(["ap-northeast-1", "us-east-1"], var.set)
    error_message = "One of two."
  }
}

resource "aws_db_instance" "set" {
  region = var.set
}

# Nothing can pass: Terraform would refuse every value.
variable "impossible" {
  validation {
    condition     = var.impossible == "us-east-1" && var.impossible == "us-west-1"
    error_message = "Both."
  }
}

resource "aws_db_instance" "impossible" {
  region = var.impossible
}

# What the caller cannot tell is limited by the module it is handed to.
variable "failover" {
  type = bool
}

module "child" {
  source = "./child"
  region = var.failover ? "us-east-1" : "ap-northeast-1"
}

module "linked" {
  source = "./child"
  region = aws_db_instance.listed.endpoint
}

# Its own condition refers to what is made of it.
locals {
  around = var.around == "" ? [] : ["ap-northeast-1"]
}

variable "around" {
  validation {
    condition     = contains(local.around, var.around)
    error_message = "Around."
  }
}

resource "aws_db_instance" "around" {
  region = var.around
}

variable "never_null" {
  type     = string
  nullable = false

  validation {
    condition     = var.never_null == null || contains(["ca-central-1"], var.never_null)
    error_message = "Canada."
  }
}

resource "aws_db_instance" "never_null" {
  region = var.never_null
}

variable "many" {
  validation {
    condition = contains([
      "af-south-1", "ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",
      "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1", "eu-south-1",
      "eu-west-1", "eu-west-2", "eu-west-3", "me-south-1", "sa-east-1", "us-east-1", "us-east-2",
    ], var.many)
    error_message = "A region of ours."
  }
}

resource "aws_instance" "many" {
  availability_zone = "${lower(var.many)}a"
}
