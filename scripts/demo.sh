# shellcheck shell=bash
# Sourced by main.sh: a real Prometheus, archived and asked.

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
