# shellcheck shell=bash
# Sourced by main.sh with its words: sees to a Java 17 and to almanac itself, and leaves the rest to it.

install_all() {
  if [ "${1:-}" = install ]; then shift; fi
  # shellcheck source=scripts/java17.sh
  . scripts/java17.sh
  if [ ! -d jobs/target/lib ]; then
    # Half of it, of a disk that filled up or a run that was ended, would be taken for all of it the next time.
    trap 'rm -rf jobs/target/lib' EXIT
    build
    trap - EXIT
  elif [ -z "${JAVA_HOME:-}" ]; then
    apt_install openjdk-17-jre-headless
  fi
  # In English, for almanac knows by its words what the system says of a full disk.
  LC_ALL=C.UTF-8 exec ./almanac install "$@"
}

install_all "$@"
