# shellcheck shell=bash
# Sourced by main.sh with its words: sees to a Java 17 and to almanac itself, and leaves the rest to it.

install_all() {
  if [ "${1:-}" = install ]; then shift; fi
  # shellcheck source=scripts/java17.sh
  . scripts/java17.sh
  if [ ! -d jobs/target/lib ]; then
    build
  elif [ -z "${JAVA_HOME:-}" ]; then
    apt_install openjdk-17-jre-headless
  fi
  exec ./almanac install "$@"
}

install_all "$@"
