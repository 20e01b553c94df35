#!/usr/bin/env bash
# Compares restored blocks with the backup they are from, and prints every difference.
set -euo pipefail
home="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

usage() {
  cat <<'TEXT'
Usage: ./verify_restore.sh [BACKUP] [--into DIR] [OPTION...]

  BACKUP      a date (2026-11-23), an id, or latest (the default)
  --into DIR  what to verify; default: $PROMETHEUS_DATA, then /var/lib/prometheus/metrics2
  OPTION      what 'almanac verify' takes: --archive --from --until --match --deep --json

Exit codes: 0 it is what was archived, 1 it is not, 2 wrong usage, 3 failed.
TEXT
}

into="${PROMETHEUS_DATA:-/var/lib/prometheus/metrics2}"
options=()
while [ $# -gt 0 ]; do
  case "$1" in
    --help | -h) usage; exit 0 ;;
    --into) into="${2:?--into needs a folder}"; shift ;;
    --into=*) into="${1#--into=}" ;;
    *) options+=("$1") ;;
  esac
  shift
done

exec "$home/almanac" verify "${options[@]}" --blocks "$into"
