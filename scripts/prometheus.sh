#!/usr/bin/env bash
# Sourced by main.sh behind minio.sh: puts a Prometheus that streams remote reads on the PATH, beside
# Debian's, which does not: built from its sources once and kept in var/.

PROMETHEUS_VERSION=v0.55.1

install_prometheus() {
  local folder="$PWD/var/prometheus/$PROMETHEUS_VERSION" module=github.com/prometheus/prometheus
  if [ ! -x "$folder/prometheus-2.55" ]; then
    echo "building Prometheus $PROMETHEUS_VERSION; it takes some minutes, once" >&2
    rm -rf "$folder.new"
    mkdir -p "$folder.new"
    (
      export GOPATH="$PWD/var/go" GOCACHE="$PWD/var/go/build"
      export GOFLAGS=-modcacherw GOTOOLCHAIN=local
      unset GOMODCACHE
      go="$(find_go_for_minio)"
      cd "$folder.new" || exit
      env -u GOROOT "$go" mod init almanac-tests >&2
      # Its own go.mod replaces these, which only counts in a module's own build.
      env -u GOROOT "$go" mod edit -replace=k8s.io/klog=github.com/simonpasquier/klog-gokit@v0.3.0 \
        -replace=k8s.io/klog/v2=github.com/simonpasquier/klog-gokit/v3@v3.5.0
      env -u GOROOT "$go" get "$module/cmd/prometheus@$PROMETHEUS_VERSION" >&2
      # Its command without the clients of every cloud that can be searched for targets: those are most
      # of what there is to compile.
      source="$(env -u GOROOT "$go" list -m -f '{{.Dir}}' "$module")/cmd/prometheus"
      grep -v "\"$module/plugins\"" "$source/main.go" >main.go
      env -u GOROOT "$go" build -o prometheus-2.55 . >&2
      rm -rf "$GOCACHE"
    )
    [ -x "$folder.new/prometheus-2.55" ]
    rm -rf "$folder"
    mv "$folder.new" "$folder"
  fi
  export PATH="$folder:$PATH"
}

install_prometheus
