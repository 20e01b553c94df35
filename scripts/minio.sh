#!/usr/bin/env bash
# Sourced by main.sh: puts a real MinIO for the tests first on the PATH, built from its sources once
# and kept in var/.

# MinIO publishes sources only; this is the last state of its archived repository.
MINIO_VERSION=v0.0.0-20260212201848-7aac2a2c5b7c
# What its go.mod demands; a Go too old for it fetches this one as a module, checked like any other.
MINIO_GO=1.24
MINIO_TOOLCHAIN=v0.0.1-go1.24.13

# Go as MinIO needs it: the one that is here, or one fetched with it.
find_go_for_minio() {
  local found toolchain
  found="$(go env GOVERSION 2>/dev/null || true)"
  found="${found#go}"
  if [ -n "$found" ] && [ "$(printf '%s\n' "$MINIO_GO" "$found" | sort -V | head -n 1)" = "$MINIO_GO" ]; then
    command -v go
    return
  fi
  toolchain="golang.org/toolchain@$MINIO_TOOLCHAIN.$(go env GOOS)-$(go env GOARCH)"
  echo "fetching $toolchain for MinIO" >&2
  go mod download "$toolchain" >&2
  # Modules are kept without the right to be run.
  chmod +x "$GOPATH/pkg/mod/$toolchain"/bin/* "$GOPATH/pkg/mod/$toolchain"/pkg/tool/*/*
  echo "$GOPATH/pkg/mod/$toolchain/bin/go"
}

install_minio() {
  local folder="$PWD/var/minio/$MINIO_VERSION"
  if [ ! -x "$folder/minio" ]; then
    echo "building MinIO $MINIO_VERSION; it takes some minutes, once" >&2
    (
      export GOPATH="$PWD/var/go" GOCACHE="$PWD/var/go/build" GOBIN="$folder.new"
      export GOFLAGS=-modcacherw GOTOOLCHAIN=local
      unset GOMODCACHE
      go="$(find_go_for_minio)"
      # An older Go's root must not be taken for that of the one fetched.
      env -u GOROOT "$go" install "github.com/minio/minio@$MINIO_VERSION" >&2
      rm -rf "$GOCACHE" "$folder"
    )
    mv "$folder.new" "$folder"
  fi
  export PATH="$folder:$PATH"
}

install_minio
