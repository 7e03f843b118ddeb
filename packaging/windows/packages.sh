#!/usr/bin/env bash
# Installs Debian's packages on this machine, one caller after the other: packages.sh NAME…
set -eu
exec 9>"${TMPDIR:-/tmp}/reader-packages.lock"
flock 9
{ apt-get update -qq; apt-get install -y -qq --no-install-recommends "$@"; } >/dev/null
