# shellcheck shell=bash
# Sourced by almanac and main.sh: sets JAVA_HOME to a Java 17, or leaves it unset where there is none.

is_java17() {
  [ -x "$1/bin/java" ] && grep -qs '^JAVA_VERSION="17[."]' "$1/release"
}

find_java17() {
  local on_path home
  on_path="$(command -v java || true)"
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*17* "${on_path:+$(dirname "$(dirname "$(readlink -f "$on_path")")")}"; do
    if is_java17 "$home"; then
      export JAVA_HOME="$home"
      return
    fi
  done
  unset JAVA_HOME
}

find_java17
