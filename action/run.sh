#!/usr/bin/env bash
# Checks the paths, writes SARIF and a job summary, and ends as the input `fail` says.
set -euo pipefail

program=${SEKISHO_PROGRAM:-sekisho}
sarif=${SEKISHO_SARIF:-sekisho.sarif}
fail=${SEKISHO_FAIL:-always}
case $fail in
always | untrusted | never) ;;
*)
  echo "::error::fail must be always, untrusted or never, not '$fail'"
  exit 2
  ;;
esac

arguments=(--format sarif --output "$sarif" --fail-on "${SEKISHO_FAIL_ON:-error}" --lang "${SEKISHO_LANG:-en}")
if [[ -n ${SEKISHO_POLICY:-} ]]; then
  arguments+=(--policy "$SEKISHO_POLICY")
fi
paths=()
while IFS= read -r path; do
  if [[ -n $path ]]; then
    paths+=("$path")
  fi
done <<<"${SEKISHO_PATHS:-.}"

# The summary of a step may already hold what others wrote: ours is added at its end.
summary=$(mktemp)
trap 'rm -f "$summary"' EXIT

code=0
"$program" check "${arguments[@]}" --summary "$summary" -- "${paths[@]}" || code=$?

cat "$summary" >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"
{
  echo "exit-code=$code"
  if [[ -s $sarif ]]; then
    echo "sarif=$sarif"
  fi
} >>"${GITHUB_OUTPUT:-/dev/null}"

case $fail in
always) exit "$code" ;;
untrusted) if ((code > 1)); then exit "$code"; fi ;;
never) ;;
esac
