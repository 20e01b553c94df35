#!/usr/bin/env bash
# Whether 127.0.0.1:PORT answers PATH with 200: healthy.sh PORT PATH. The image has no curl.
set -euo pipefail
exec 3<>"/dev/tcp/127.0.0.1/$1"
printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&3
read -r status <&3
[[ "$status" == *" 200"* ]]
