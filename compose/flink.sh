#!/usr/bin/env bash
# Runs one of Flink's own processes, by the name of its class, from Almanac's jars.
set -euo pipefail
home="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
# shellcheck source=scripts/java17.sh
. "$home/scripts/java17.sh"
opens=()
for package in java.lang java.util java.util.concurrent java.lang.invoke java.net java.io java.nio; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
# shellcheck disable=SC2086 # options are separate words
exec "$JAVA_HOME/bin/java" "${opens[@]}" -Duser.timezone=UTC ${ALMANAC_JAVA_OPTS:-} \
  -cp "$home/jobs/target/*:$home/jobs/target/lib/*" "$@"
