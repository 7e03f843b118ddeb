# Read by what tries something on a Windows (Wine). `windows [DIR]` makes one (wine.sh) in DIR, which is kept for the
# next time, or in a temporary folder; in it an empty folder, $PLACE, which is /reader-ci there. `inside SCRIPT …` runs
# one that lies in it, `mounted_here FROM TO` brings a folder in. When the caller ends, all but DIR is gone again.
HERE=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
CACHE=${READER_BUNDLE_CACHE:-$HOME/.cache/reader-bundle}; mounted=()

windows() {
  if [ $# -ge 1 ]; then WINDOWS=$(mkdir -p "$1" && realpath "$1") KEPT=1; else WINDOWS=$(mktemp -d) KEPT=0; fi
  PLACE=$WINDOWS/root/reader-ci
  "$HERE/wine.sh" "$WINDOWS" || { [ $? = 3 ] && { echo "Nothing was tried on Windows."; exit 0; }; exit 1; }
  trap clean EXIT
  ! mountpoint -q "$PLACE/out" || umount "$PLACE/out" # of a try that was ended
  rm -rf --one-file-system "$PLACE"; mkdir -p "$PLACE"
  tools || { apt-get update -qq; apt-get install -y -qq --no-install-recommends gcc-mingw-w64-x86-64 nsis; } >/dev/null ||
    { echo "Nothing was tried on Windows: apt-get install gcc-mingw-w64-x86-64 nsis failed."; exit 0; }
}
tools() { command -v makensis && command -v x86_64-w64-mingw32-gcc; } >/dev/null
mounted_here() { mountpoint -q "$2" || { mount --bind "$1" "$2"; mounted+=("$2"); }; }
clean() { # what is below a mount is never removed; who was ended a moment ago may hold it a moment longer
  local m n
  for m in "${mounted[@]}"; do
    for n in $(seq 10); do umount "$m" 2>/dev/null && continue 2; sleep 1; done
    umount -l "$m" || return
  done
  rm -rf --one-file-system "$PLACE"
  [ $KEPT = 1 ] || rm -rf --one-file-system "$WINDOWS"
}
inside() {
  for m in proc dev sys; do mounted_here "/$m" "$WINDOWS/root/$m"; done
  chroot "$WINDOWS/root" bash "/reader-ci/$1" "${@:2}"
}
