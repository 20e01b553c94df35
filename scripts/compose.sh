#!/usr/bin/env bash
# Makes what docker-compose.yml needs before its first start: folders, secrets (mode 0600) and .env. What is there
# already stays as it is, so it can be run again.
set -euo pipefail
cd "${COMPOSE_HOME:-$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/..}"
umask 077
secrets=var/compose/secrets
mkdir -p "$secrets" var/compose/tls
for folder in prometheus alertmanager textfiles grafana minio cache almanac logs; do
  mkdir -p "var/compose/data/$folder"
done

# A secret file from standard input, where there is none yet.
keep() {
  if [ ! -e "$secrets/$1" ]; then cat >"$secrets/$1"; else cat >/dev/null; fi
}
random() { openssl rand -hex "$1"; }

random 24 | keep grafana-admin-password
random 24 | keep grafana-secret-key
random 10 | keep minio-root-user
random 24 | keep minio-root-password
random 24 | keep operator-password
printf 'operator:%s\n' "$(openssl passwd -6 -stdin <"$secrets/operator-password")" | keep monitoring.htpasswd
printf 'AWS_ACCESS_KEY_ID=%s\nAWS_SECRET_ACCESS_KEY=%s\n' \
  "$(cat "$secrets/minio-root-user")" "$(cat "$secrets/minio-root-password")" | keep almanac.env
printf 'GRAFANA_LDAP_PASSWORD=%s\n' "${GRAFANA_LDAP_PASSWORD:-}" | keep grafana.env
: | keep almanac.token
: | keep dead-man-token

if [ ! -e var/compose/tls/fullchain.pem ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 397 \
    -subj "/CN=${MONITORING_NAME:-monitoring.example.com}" \
    -addext "subjectAltName=DNS:${MONITORING_NAME:-monitoring.example.com}" \
    -keyout var/compose/tls/privkey.pem -out var/compose/tls/fullchain.pem 2>/dev/null
fi

# Root owns nothing in there: the containers run as another user.
user="$(id -u)"
group="$(id -g)"
if [ "$user" -eq 0 ]; then
  user=10001
  group=10001
  chown -R "$user:$group" var/compose
fi
if [ ! -e .env ]; then printf 'ALMANAC_UID=%s\nALMANAC_GID=%s\n' "$user" "$group" >.env; fi
echo "secrets are in $secrets; next: docker compose up -d --build" >&2
