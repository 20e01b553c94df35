#!/usr/bin/env bash
# Restores a backup into Prometheus's data folder: stops the services, calls almanac, starts them.
set -euo pipefail
home="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
# shellcheck source=scripts/services.sh
. "$home/scripts/services.sh"

usage() {
  cat <<'TEXT'
Usage: ./restore.sh BACKUP [--into DIR] [--no-services] [OPTION...]

  BACKUP         a date (2026-11-23), an id, or latest
  --into DIR     where to; default: $PROMETHEUS_DATA, then /var/lib/prometheus/metrics2
  --no-services  leave the services as they are
  OPTION         what 'almanac restore' takes: --archive --from --until --match --dry-run
                 --partial --allow-overlap --allow-recent --force --only --parallelism --json

The archive is $ALMANAC_ARCHIVE, then /backup/monitoring where that is a folder, then ./var/archive.
Data that is there is never overwritten unless --force is given, which moves it aside.
Exit codes: 0 restored, 1 restored but for what is damaged or a service that does not stay up,
2 wrong usage, 3 nothing was changed.
TEXT
}

into="${PROMETHEUS_DATA:-/var/lib/prometheus/metrics2}"
services=yes
dry=no
options=()
while [ $# -gt 0 ]; do
  case "$1" in
    --help | -h) usage; exit 0 ;;
    --into) into="${2:?--into needs a folder}"; services=no; shift ;;
    --into=*) into="${1#--into=}"; services=no ;;
    --services) services=yes ;;
    --no-services) services=no ;;
    --dry-run) services=no; dry=yes; options+=("$1") ;;
    *) options+=("$1") ;;
  esac
  shift
done
if [ "${#options[@]}" -eq 0 ]; then usage >&2; exit 2; fi

if [ "$services" = yes ]; then
  trap start_services EXIT
  # With these the shell waits for what it runs: nothing starts while blocks are being moved.
  trap 'exit 130' INT
  trap 'exit 143' HUP TERM
  stop_services
fi
status=0
"$home/almanac" restore "${options[@]}" --into "$into" || status=$?
case "$dry $status" in
  "yes "*) echo "restore.sh: only tried, nothing was changed" >&2 ;;
  "no 0") echo "restore.sh: done; 'Prove it' above names the next step" >&2 ;;
  "no 1") echo "restore.sh: not everything was restored, see above" >&2 ;;
  *) echo "restore.sh: nothing was changed in $into, see above" >&2 ;;
esac
if [ "$services" = yes ]; then
  trap - EXIT
  start_services || status=$((status == 0 ? 1 : status))
  tell_of_idle_prometheus
fi
exit "$status"
