#!/usr/bin/env bash
# Makes the Windows bundle as the last commit has it, installs it on a Windows (Wine), reads, reviews and signs in it by
# keys, upgrades it with a draft open, uninstalls it:
#   ci.sh [WINDOWS [OUT]]
# WINDOWS: a folder for the Windows (wine.sh), kept for the next time; else one is made in a temporary folder. OUT:
# where `build.py windows` has made the bundle already; else it is made, as a draft, in dist/windows. Pictures of the
# screen are put into OUT/pictures. Exit status 0: all of it worked, or this machine can't make a Windows, which it says.
set -euo pipefail
. "$(dirname "$(realpath "$0")")/place.sh"
OUT=$(mkdir -p "${2:-$HERE/../../dist/windows}" && realpath "${2:-$HERE/../../dist/windows}")
windows "${@:1:1}"
[ $# -ge 2 ] || python3 "$HERE/../build.py" windows --draft --out "$OUT" --cache "$CACHE"
SETUP=$(ls "$OUT"/reader-[0-9]*-setup.exe | tail -1); BUNDLE=$(ls -d "$OUT"/reader-*-windows | tail -1)
mkdir -p "$PLACE/out" "$OUT/pictures"
python3 "$HERE/standins.py" "$BUNDLE" "$CACHE" "$PLACE/stand-ins"
cp "$HERE/common.sh" "$HERE/journey.sh" "$HERE/../by_keys.sh" "$PLACE/"; cp "$SETUP" "$PLACE/setup.exe"
cp "$OUT"/reader-demo-*-setup.exe "$PLACE/demo-setup.exe"
git clone -q --depth 1 "file://$(realpath "$HERE/../..")" "$PLACE/next" # to upgrade to
sed -i 's/^__version__ = .*/__version__ = "99.0.0"/' "$PLACE/next/reader/__init__.py"
git -C "$PLACE/next" -c user.name=ci -c user.email=ci commit -qam "The next version"
python3 "$PLACE/next/packaging/build.py" windows --draft --out "$PLACE/next/dist" --cache "$CACHE"
mv "$PLACE"/next/dist/reader-99.0.0-setup.exe "$PLACE/next-setup.exe"; rm -rf "$PLACE/next"
mounted_here "$OUT/pictures" "$PLACE/out"
inside journey.sh
