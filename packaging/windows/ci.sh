#!/usr/bin/env bash
# Makes the Windows bundle as the last commit has it, installs it on a Windows (Wine), reads an exam in it by keys,
# uninstalls it:
#   ci.sh [OUT [WINDOWS]]
# OUT: where `build.py windows` has made it already; else it is made, as a draft, in dist/windows. WINDOWS: a folder
# for the Windows (wine.sh), kept for the next time; else one is made in a temporary folder. Pictures of the screen
# are put into OUT/pictures. Exit status 0: all of it worked, or this machine can't make a Windows, which it says.
set -euo pipefail
HERE=$(dirname "$(realpath "$0")")
OUT=$(mkdir -p "${1:-$HERE/../../dist/windows}" && realpath "${1:-$HERE/../../dist/windows}")
if [ $# -ge 2 ]; then WINDOWS=$(mkdir -p "$2" && realpath "$2"); else WINDOWS=$(mktemp -d); fi
CACHE=${READER_BUNDLE_CACHE:-$HOME/.cache/reader-bundle}; ROOT=$WINDOWS/root; PLACE=$ROOT/reader-ci; mounted=()

mounted_here() { mountpoint -q "$2" || { mount --bind "$1" "$2"; mounted+=("$2"); }; }
clean() {
  for m in "${mounted[@]}"; do umount "$m" || return; done # never remove what is below a mount
  rm -rf "$PLACE"
  [ $# -ge 2 ] || rm -rf "$WINDOWS"
}
"$HERE/wine.sh" "$WINDOWS" || { [ $? = 3 ] && { echo "The Windows bundle was not tried."; exit 0; }; exit 1; }
trap 'clean "$@"' EXIT
if [ $# = 0 ]; then
  apt-get install -y -qq --no-install-recommends gcc-mingw-w64-x86-64 nsis >/dev/null || true # the build names what is missing
  python3 "$HERE/../build.py" windows --draft --out "$OUT" --cache "$CACHE"
fi
SETUP=$(ls "$OUT"/reader-[0-9]*-setup.exe | tail -1); BUNDLE=$(ls -d "$OUT"/reader-*-windows | tail -1)
rm -rf "$PLACE"; mkdir -p "$PLACE/out" "$OUT/pictures"
python3 "$HERE/standins.py" "$BUNDLE" "$CACHE" "$PLACE/stand-ins"
cp "$HERE/journey.sh" "$PLACE/"; cp "$SETUP" "$PLACE/setup.exe"
cp "$OUT"/reader-demo-*-setup.exe "$PLACE/demo-setup.exe"
for m in proc dev sys; do mounted_here "/$m" "$ROOT/$m"; done
mounted_here "$OUT/pictures" "$PLACE/out"
chroot "$ROOT" bash /reader-ci/journey.sh
