source "x" "y" {
