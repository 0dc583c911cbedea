#!/usr/bin/env bash
# Finds a sekisho program, or builds one from the sources of this action, and names it in the output
# `program`.
set -euo pipefail

program=${SEKISHO_PROGRAM:-}
if [[ -z $program ]]; then
  program=$(command -v sekisho || true)
fi
if [[ -z $program ]]; then
  sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
  root=${RUNNER_TEMP:-/tmp}/sekisho
  cargo install --locked --quiet --path "$sources" --root "$root"
  program=$root/bin/sekisho
fi
"$program" --version
echo "program=$program" >>"${GITHUB_OUTPUT:-/dev/null}"
