#!/usr/bin/env bash
# Builds, shows and tests Almanac. Everything that needs thinking is in the almanac command.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

usage() {
  cat <<'TEXT'
Usage: ./main.sh VERB

  build         install what the build needs, and build ./almanac
  demo          build, run a real Prometheus on loopback, archive it, ask three questions
  stop          end what the demo started
  test          install what the tests need, and run them
  test --all    the same with the slow tests and those that need more (pyarrow, MinIO, a newer Prometheus)
  test --extra  only what --all adds
  notebooks     install JupyterLab, and open the notebooks over ./var/archive or $ALMANAC_ARCHIVE
  help          this text

Packages are installed by apt-get, as root or by sudo, and only where something is missing.
ALMANAC_DEMO_SECONDS sets how long the demo gathers data (default 75).
TEXT
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# The packages among "command=package" pairs whose command is missing.
missing() {
  local pair
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || echo "${pair#*=}"
  done
}

# Debian starts a server it installs, now and at every boot. Nobody asked for that here.
apt_install_without_starting() {
  local policy=/usr/sbin/policy-rc.d status=0 unit
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    # shellcheck disable=SC2064 # the path of now
    trap "as_root rm -f '$policy'" EXIT
  fi
  apt_install "$@" || status=$?
  if [ -d /run/systemd/system ]; then
    for unit in "$@"; do as_root systemctl disable --quiet "$unit" || true; done
  fi
  return "$status"
}

apt_install() {
  echo "installing: $*" >&2
  if ! command -v apt-get >/dev/null; then
    echo "main.sh: no apt-get here; please install these yourself: $*" >&2
    exit 3
  fi
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends)
  as_root "${install[@]}" "$@" </dev/null >&2 \
    || { as_root apt-get update -q </dev/null >&2 && as_root "${install[@]}" "$@" </dev/null >&2; }
}

install_for_build() {
  local packages=()
  # shellcheck source=scripts/java17.sh
  . scripts/java17.sh
  if [ -z "${JAVA_HOME:-}" ] || [ ! -x "$JAVA_HOME/bin/javac" ]; then
    packages+=(openjdk-17-jdk-headless)
  fi
  mapfile -t -O "${#packages[@]}" packages < <(missing mvn=maven)
  if [ "${#packages[@]}" -gt 0 ]; then
    apt_install "${packages[@]}"
    find_java17
  fi
}

# shellcheck source=scripts/servers.sh
. scripts/servers.sh

build() {
  install_for_build
  echo "building" >&2
  mvn -B -q -DskipTests package </dev/null >&2
}

ask() {
  printf '\n$ ./almanac sql "%s"\n' "$1"
  ./almanac sql --archive var/archive "$1"
}

demo() {
  local prometheus
  install_servers
  build
  prometheus="$(./almanac demo start --seconds "${ALMANAC_DEMO_SECONDS:-75}")"
  echo "Prometheus runs at $prometheus"
  printf '\n$ ./almanac archive --from %s --archive ./var/archive\n' "$prometheus"
  ./almanac archive --from "$prometheus" --archive ./var/archive
  printf '\n$ ./almanac ls\n'
  ./almanac ls --archive ./var/archive
  printf '\n$ ./almanac inspect latest\n'
  ./almanac inspect latest --archive ./var/archive
  ask "SELECT name, count(*) AS samples, count(DISTINCT series_id) AS series
       FROM samples GROUP BY name ORDER BY samples DESC, name LIMIT 5"
  ask "SELECT labels['mode'] AS mode, round(sum(used), 2) AS cpu_seconds
       FROM (SELECT labels, max(value) - min(value) AS used FROM history
             WHERE name = 'node_cpu_seconds_total' AND NOT isnan(value) GROUP BY labels)
       GROUP BY mode ORDER BY cpu_seconds DESC LIMIT 5"
  ask "SELECT date_trunc('minute', ts) AS minute, round(avg(value), 2) AS load,
              round(max(value), 2) AS peak
       FROM history WHERE name = 'node_load1' AND NOT isnan(value)
       GROUP BY minute ORDER BY minute DESC LIMIT 5"
  cat <<'TEXT'

What to try next:
  ./main.sh demo                 again: only what is new is archived
  ./almanac sql --help           the views, and more examples
  ./almanac archive --help       from a snapshot's folder, or to s3://bucket/prefix
  ./main.sh stop                 end the demo's servers; ./var keeps the data
TEXT
}

stop() {
  ./almanac demo stop
}

run_tests() {
  local groups=("$@")
  install_for_build
  install_servers
  mvn -B "${groups[@]}" verify </dev/null
}

install_extra() {
  local packages what
  mapfile -t packages < <(missing shellcheck=shellcheck zstd=zstd curl=curl go=golang-go \
    chromium=chromium docker-compose=docker-compose)
  if [ "${#packages[@]}" -gt 0 ]; then apt_install "${packages[@]}"; fi
  # shellcheck source=scripts/python.sh source=scripts/minio.sh source=scripts/prometheus.sh
  for what in python minio prometheus; do . "scripts/$what.sh"; done
}

check_scripts() {
  shellcheck -x main.sh almanac restore.sh verify_restore.sh scripts/*.sh compose/*.sh .ci/run
}

main() {
  case "${1:-help} ${2:-}" in
    "build ") build ;;
    "demo ") demo ;;
    "stop ") stop ;;
    "test ") run_tests ;;
    "test --all" | "test --extra")
      install_extra
      check_scripts
      groups=()
      if [ "$2" = --extra ]; then groups=(-Dgroups=needs-all); fi
      run_tests -Dalmanac.excludedGroups= "${groups[@]}"
      ;;
    "notebooks ")
      build
      # shellcheck source=scripts/python.sh
      . scripts/python.sh
      ALMANAC_ARCHIVE="$(readlink -f "${ALMANAC_ARCHIVE:-var/archive}")" exec jupyter lab notebooks
      ;;
    "help " | "--help " | "-h ") usage ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
}

main "$@"
