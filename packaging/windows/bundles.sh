#!/usr/bin/env bash
# Makes the Windows bundle as the last commit has it, as a draft, and the installer of a next version to upgrade to:
#   bundles.sh OUT
# Exit status 3: this machine has not what makes them, which it says.
set -euo pipefail
. "$(dirname "$(realpath "$0")")/place.sh"
OUT=$(mkdir -p "$1" && realpath "$1")
tools || exit 3
python3 "$HERE/../build.py" windows --draft --out "$OUT" --cache "$CACHE"
next=$(mktemp -d); trap 'rm -rf "$next"' EXIT
git clone -q --depth 1 "file://$(realpath "$HERE/../..")" "$next/reader"
sed -i 's/^__version__ = .*/__version__ = "99.0.0"/' "$next/reader/reader/__init__.py"
git -C "$next/reader" -c user.name=ci -c user.email=ci commit -qam "The next version"
python3 "$next/reader/packaging/build.py" windows --draft --out "$next" --cache "$CACHE"
mv "$next"/reader-99.0.0-setup.exe "$OUT/next-setup.exe"
