#!/usr/bin/env bash
# Runs a process of Flink as `almanac cluster process` says that Java is to be called: flink.sh [OPTION...] PROCESS.
set -euo pipefail
mapfile -t command < <("${ALMANAC_COMMAND:-/opt/almanac/almanac}" cluster process "$@")
if [ "${#command[@]}" -eq 0 ]; then exit 3; fi
exec "${command[@]}"
