# Read by restore.sh: the services of the machine that use Prometheus's data.
# shellcheck shell=bash

users_of_data=(prometheus grafana-server ml-forecasting)
stopped=()

has_systemd() {
  systemctl show --property=Version >/dev/null 2>&1
}

# What systemd says of a service: active, activating (also while it waits to start it again),
# failed, inactive.
state_of() {
  systemctl show --property=ActiveState --value "$1"
}

# Stops those that run, or would in a moment.
stop_services() {
  local service
  if ! has_systemd; then return; fi
  for service in "${users_of_data[@]}"; do
    case "$(state_of "$service")" in
      active | activating | reloading | deactivating) stopped+=("$service") ;;
    esac
  done
  if [ "${#stopped[@]}" -eq 0 ]; then return; fi
  echo "stopping: ${stopped[*]}" >&2
  systemctl stop "${stopped[@]}"
}

# Starts again those that were stopped, and tells of one that does not stay up.
start_services() {
  local service status=0
  if [ "${#stopped[@]}" -eq 0 ]; then return; fi
  echo "starting: ${stopped[*]}" >&2
  systemctl start "${stopped[@]}" || status=$?
  sleep 3
  for service in "${stopped[@]}"; do
    if [ "$(state_of "$service")" != active ]; then
      echo "$service does not stay up; see: journalctl -u $service -n 50" >&2
      status=1
    fi
  done
  return "$status"
}

# Says how to start a Prometheus that is installed and did not run in the first place.
tell_of_idle_prometheus() {
  if has_systemd && systemctl cat prometheus.service >/dev/null 2>&1; then
    case "$(state_of prometheus)" in
      failed | inactive)
        echo "prometheus does not run; start it: systemctl reset-failed prometheus;" \
          "systemctl start prometheus" >&2
        ;;
    esac
  fi
}
