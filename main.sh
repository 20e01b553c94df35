#!/usr/bin/env bash
# Builds, shows and tests Almanac. Everything that needs thinking is in the almanac command.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

usage() {
  cat <<'TEXT'
Usage: sudo ./main.sh [install] [OPTION...]     installs the monitoring on this machine
       ./main.sh VERB

  install       what no verb does too; options are --config FILE, --dry-run, --uninstall, --help
  build         install what the build needs, and build ./almanac
  demo          build, run a real Prometheus on loopback, archive it, ask three questions
  stop          end what the demo started
  test          install what the tests need, and run them
  test --all    the same with the slow tests and those that need more (pyarrow, MinIO, a newer Prometheus)
  test --extra  only what --all adds
  test --prepare  install and build what --extra needs, and run nothing
  test --soak   faults that take their time: a cluster of which every process is killed
  test --system install everything in a Debian that boots under systemd-nspawn, and go through an
                operator's day there, as root; takes long
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
  mkdir -p var
  (
    # Two of this script may run at once; apt-get has no patience with another one.
    flock 9
    as_root "${install[@]}" "$@" </dev/null >&2 \
      || { as_root apt-get update -q </dev/null >&2 && as_root "${install[@]}" "$@" </dev/null >&2; }
  ) 9>var/apt.lock
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

# shellcheck source=scripts/demo.sh
. scripts/demo.sh

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
  case "${1:-install} ${2:-}" in
    "help " | "--help " | "-h ") usage ;;
    "install "* | -*)
      # shellcheck source=scripts/install.sh
      . scripts/install.sh
      ;;
    "build ") build ;;
    "demo ") demo ;;
    "stop ") stop ;;
    "test ") run_tests ;;
    "test --prepare") install_extra ;;
    "test --all" | "test --extra")
      install_extra
      check_scripts
      groups=()
      if [ "$2" = --extra ]; then groups=(-Dgroups=needs-all); fi
      run_tests -Dalmanac.excludedGroups=needs-system,needs-time "${groups[@]}"
      ;;
    "test --soak") run_tests -Dalmanac.excludedGroups= -Dgroups=needs-time ;;
    "test --system")
      mapfile -t packages < <(missing debootstrap=debootstrap systemd-nspawn=systemd-container)
      if [ "${#packages[@]}" -gt 0 ]; then apt_install "${packages[@]}"; fi
      run_tests -Dalmanac.excludedGroups= -Dgroups=needs-system
      ;;
    "notebooks ")
      build
      # shellcheck source=scripts/python.sh
      . scripts/python.sh
      ALMANAC_ARCHIVE="$(readlink -f "${ALMANAC_ARCHIVE:-var/archive}")" exec jupyter lab notebooks
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
}

main "$@"
