# shellcheck shell=bash
# Sourced by main.sh: the servers and tools that the tests run, by command and package.

install_servers() {
  local packages
  mapfile -t packages < <(missing prometheus=prometheus \
    prometheus-node-exporter=prometheus-node-exporter \
    prometheus-blackbox-exporter=prometheus-blackbox-exporter \
    amtool=prometheus-alertmanager \
    /usr/sbin/nginx=nginx \
    /usr/sbin/logrotate=logrotate \
    /usr/sbin/rsyslogd=rsyslog \
    systemd-analyze=systemd \
    /usr/sbin/slapd=slapd \
    openssl=openssl \
    htpasswd=apache2-utils \
    gunicorn=gunicorn gunicorn=python3-django-prometheus)
  if [ "${#packages[@]}" -gt 0 ]; then apt_install_without_starting "${packages[@]}"; fi
}
