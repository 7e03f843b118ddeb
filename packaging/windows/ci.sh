#!/usr/bin/env bash
# Installs the Windows bundle on a Windows (Wine), reads, reviews and signs in it by keys, upgrades it with a draft open,
# uninstalls it:
#   ci.sh [WINDOWS [OUT]]
# WINDOWS: a folder for the Windows (wine.sh), kept for the next time; else one is made in a temporary folder. OUT:
# where `bundles.sh` has made the bundle already; else it is made in dist/windows. Pictures of the screen are put into
# OUT/pictures. Exit status 0: all of it worked, or this machine can't make a Windows, which it says.
set -euo pipefail
. "$(dirname "$(realpath "$0")")/place.sh"
OUT=$(mkdir -p "${2:-$HERE/../../dist/windows}" && realpath "${2:-$HERE/../../dist/windows}")
windows "${@:1:1}"
[ $# -ge 2 ] || "$HERE/bundles.sh" "$OUT"
SETUP=$(ls "$OUT"/reader-[0-9]*-setup.exe | tail -1); BUNDLE=$(ls -d "$OUT"/reader-*-windows | tail -1)
mkdir -p "$PLACE/out" "$OUT/pictures"
python3 "$HERE/standins.py" "$BUNDLE" "$CACHE" "$PLACE/stand-ins"
cp "$HERE/common.sh" "$HERE/journey.sh" "$HERE/../by_keys.sh" "$PLACE/"; cp "$SETUP" "$PLACE/setup.exe"
cp "$OUT"/reader-demo-*-setup.exe "$PLACE/demo-setup.exe"
cp "$OUT/next-setup.exe" "$PLACE/"
mounted_here "$OUT/pictures" "$PLACE/out"
inside journey.sh
