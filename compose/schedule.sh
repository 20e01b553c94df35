#!/usr/bin/env bash
# The nightly work, at the hours of monitoring/systemd's timers, UTC. What fails says so in the log and by its
# metrics, and is tried again the next night.
set -uo pipefail
metrics=/var/lib/prometheus/node-exporter
almanac="${ALMANAC_COMMAND:-/opt/almanac/almanac}"

# What is due at a minute: "23:00", and the day of the week, 1 for Monday.
due() {
  case "$1" in
    23:00) "$almanac" backup --config /etc/almanac/backup.yaml --textfile "$metrics/almanac_backup.prom" ;;
    01:00) "$almanac" train --config /etc/almanac/training.yaml --prometheus http://127.0.0.1:9090 --textfile "$metrics/almanac_train.prom" ;;
    03:00) "$almanac" drill --textfile "$metrics/almanac_drill.prom" ;;
    05:00) if [ "$2" = 7 ]; then "$almanac" prune --keep 30d && "$almanac" models gc --keep 14; fi ;;
  esac
}

if [ $# -gt 0 ]; then due "$@"; exit; fi
while true; do
  read -r minute day <<<"$(date -u '+%H:%M %u')"
  due "$minute" "$day" &
  sleep "$((60 - 10#$(date +%S)))"
done
