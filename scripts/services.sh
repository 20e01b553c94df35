# Read by restore.sh and verify_restore.sh: the archive they mean, and the services of the machine.
# shellcheck shell=bash

default_archive() {
  if [ -z "${ALMANAC_ARCHIVE:-}" ] && [ -d /backup/monitoring ]; then
    export ALMANAC_ARCHIVE=/backup/monitoring
  fi
}

# Those that use the data and run now, one a line; none where systemd does not run.
running_services() {
  local unit
  if [ ! -d /run/systemd/system ]; then return; fi
  for unit in prometheus grafana-server ml-forecasting; do
    if systemctl is-active --quiet "$unit"; then echo "$unit"; fi
  done
}

stop_services() {
  mapfile -t stopped < <(running_services)
  if [ "${#stopped[@]}" -eq 0 ]; then return; fi
  echo "stopping: ${stopped[*]}" >&2
  systemctl stop "${stopped[@]}"
}

start_services() {
  if [ "${#stopped[@]}" -eq 0 ]; then return; fi
  echo "starting: ${stopped[*]}" >&2
  systemctl start "${stopped[@]}"
}
