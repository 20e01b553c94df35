#!/usr/bin/env bash
# Sourced by main.sh: puts Python with the libraries of scripts/requirements.txt first on the PATH, kept
# in var/.

install_python() {
  python3 -c 'import ensurepip' 2>/dev/null || apt_install python3-venv
  if [ ! -x var/python/bin/python ]; then python3 -m venv var/python; fi
  var/python/bin/pip install -q --disable-pip-version-check -r scripts/requirements.txt
  export PATH="$PWD/var/python/bin:$PATH"
}

install_python
