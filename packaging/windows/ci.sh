#!/usr/bin/env bash
# Installs what `build.py windows` made on a Windows (Wine), reads an exam in it by keys, uninstalls it:
#   ci.sh OUT [WINDOWS]
# OUT: the folder of the build. WINDOWS: a folder for the Windows (wine.sh), kept for the next time; without it one is
# made in a temporary folder. Pictures of the screen are put into OUT/pictures. Exit status 0: all of it worked, or
# this machine can't make a Windows, which it says.
set -euo pipefail
HERE=$(dirname "$(realpath "$0")")
[ $# -ge 1 ] || { sed -n 2,6p "$0"; exit 2; }
OUT=$(realpath "$1"); SETUP=$(ls "$OUT"/reader-[0-9]*-setup.exe | tail -1); BUNDLE=$(ls -d "$OUT"/reader-*-windows | tail -1)
if [ $# -ge 2 ]; then WINDOWS=$(mkdir -p "$2" && realpath "$2"); else WINDOWS=$(mktemp -d); fi
ROOT=$WINDOWS/root; PLACE=$ROOT/reader-ci; mounted=()

mounted_here() { mountpoint -q "$2" || { mount --bind "$1" "$2"; mounted+=("$2"); }; }
clean() {
  for m in "${mounted[@]}"; do umount "$m" || return; done # never remove what is below a mount
  rm -rf "$PLACE"
  [ $# -ge 2 ] || rm -rf "$WINDOWS"
}
"$HERE/wine.sh" "$WINDOWS" || { [ $? = 3 ] && { echo "The Windows bundle was not tried."; exit 0; }; exit 1; }
trap 'clean "$@"' EXIT
rm -rf "$PLACE"; mkdir -p "$PLACE/out" "$OUT/pictures"
python3 "$HERE/standins.py" "$BUNDLE" "${READER_BUNDLE_CACHE:-$OUT/cache}" "$PLACE/stand-ins"
cp "$HERE/journey.sh" "$PLACE/"; cp "$SETUP" "$PLACE/setup.exe"
cp "$OUT"/reader-demo-*-setup.exe "$PLACE/demo-setup.exe"
for m in proc dev sys; do mounted_here "/$m" "$ROOT/$m"; done
mounted_here "$OUT/pictures" "$PLACE/out"
chroot "$ROOT" bash /reader-ci/journey.sh
