#!/usr/bin/env bash
# Tries the Linux bundles on a fresh Debian, as an ordinary user without a network, and removes them again:
#   on_debian.sh RELEASE OUT [FOLDER]
# RELEASE: bookworm or trixie. OUT: where `build.py linux` has made them; pictures are put into OUT/pictures-RELEASE.
# FOLDER: for the Debian, kept for the next time; else a temporary one. Root; needs debootstrap, Xvfb, openbox, xdotool,
# wmctrl and ImageMagick here: the Debian itself has nothing but what the package asks for.
set -euo pipefail
case ${1-} in bookworm | trixie) ;; *) set -- ;; esac
[ $# -ge 2 ] || { sed -n 2,7p "$0"; exit 2; }
HERE=$(dirname "$(realpath "$0")"); RELEASE=$1; OUT=$(realpath "$2")
FOLDER=$([ $# -ge 3 ] && { mkdir -p "$3"; realpath "$3"; } || mktemp -d); ROOT=$FOLDER/$RELEASE; started=()

clean() {
  kill "${started[@]}" 2>/dev/null || true
  for m in "$ROOT/tmp/.X11-unix" "$ROOT/dev" "$ROOT/proc"; do ! mountpoint -q "$m" || umount "$m" || return; done
  [ $KEPT = 1 ] || rm -rf "$FOLDER"
}
KEPT=$([ $# -ge 3 ] && echo 1 || echo 0); trap clean EXIT
inside() { chroot "$ROOT" env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
as_doctor() { # COMMAND…: without a network but loopback
  unshare -n sh -c 'ip link set lo up; exec "$@"' - chroot --userspec=doctor "$ROOT" env -i PATH=/usr/bin:/bin \
    HOME=/home/doctor LANG=C.UTF-8 DISPLAY="$DISPLAY" READER_KEYRING=file "$@"
}

if [ ! -e "$ROOT.ready" ]; then
  mirror=$({ cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list /etc/apt/sources.list 2>/dev/null || true; } |
           sed -nE 's/^URIs: (.*\/debian\/?)$/\1/p; s/^deb (\[[^]]*\] )?([^ ]*\/debian\/?) .*/\2/p' | sed -n 1p)
  rm -rf "$ROOT"
  debootstrap --variant=minbase --include=ca-certificates "$RELEASE" "$ROOT" "$mirror" >"$FOLDER/debootstrap.log"
  cp /etc/resolv.conf "$ROOT/etc/"
  cp -r /etc/apt/apt.conf.d/. "$ROOT/etc/apt/apt.conf.d/" 2>/dev/null || true
  cp /etc/ssl/certs/ca-certificates.crt "$ROOT/etc/ssl/certs/" 2>/dev/null || true
  inside apt-get update -qq
  inside useradd -m doctor
  touch "$ROOT.ready"
fi
mkdir -p "$ROOT/tmp/.X11-unix" "$ROOT/opt/given" /tmp/.X11-unix
mount -t proc proc "$ROOT/proc"; mount --bind /dev "$ROOT/dev"; mount --bind /tmp/.X11-unix "$ROOT/tmp/.X11-unix"
rm -f "$FOLDER/display"
Xvfb -displayfd 1 -screen 0 1920x1080x24 -nolisten tcp -r -ac >"$FOLDER/display" 2>/dev/null & started+=($!)
until [ -s "$FOLDER/display" ]; do sleep 0.2; done
DISPLAY=:$(cat "$FOLDER/display"); export DISPLAY; openbox >/dev/null 2>&1 & started+=($!)

set +e # from here on, what fails is named
finish() { exit "$1"; }
. "$HERE/../by_keys.sh"
pids() { # of what runs in the Debian
  local place
  for place in /proc/[0-9]*; do
    if [ "$(readlink "$place/root")" = "$ROOT" ] && grep -qaz python3.11 "$place/cmdline"; then echo "${place#/proc/}"; fi
  done
}
files() { # all that are no logs, caches or lists of packages
  local left="/proc /dev /tmp /given /var/log /var/cache /var/lib/dpkg /var/lib/apt" path
  (cd "$ROOT" && find . -xdev $(printf -- '-path .%s -prune -o ' $left) -print | sort)
}
morning() { # HOW, from an empty profile
  rm -rf "${DATA:?}"
  as_doctor "$@" doctor --profile "$PROFILE"; need "doctor finds no problem" [ $? = 0 ]
  program() { as_doctor "${command[@]}" demo --profile "$PROFILE" >"$FOLDER/said" 2>&1 & }
  command=("$@")
  program; read_an_exam "Typed on $RELEASE."; leave_a_draft "Kept after a kill."
  go_on_with_the_draft "Kept after a kill."; review_them "Typed on $RELEASE." "Kept after a kill."
  rm -rf "${DATA:?}"
}
DATA="$ROOT/home/doctor/王 小东" PROFILE="/home/doctor/王 小东"

mkdir -p "$ROOT/given" "$OUT/pictures-$RELEASE"; cd "$FOLDER"; ln -sfT "$OUT/pictures-$RELEASE" out
cp "$OUT"/reader_*_amd64.deb "$OUT"/reader-demo_*_all.deb "$OUT"/reader-demo-*.run "$ROOT/given/"
inside apt-get satisfy -y -qq --no-install-recommends "$(dpkg-deb -f "$ROOT"/given/reader_*.deb Depends), fonts-noto-cjk" >apt.log 2>&1
inside apt-get purge -y -qq reader reader-demo >>apt.log 2>&1 # of a try that was ended
files >before

echo "The package on $RELEASE"
inside sh -c 'dpkg -i /given/*.deb' >>apt.log 2>&1; need "installed" [ $? = 0 ]
morning reader
inside apt-get purge -y -qq reader reader-demo >>apt.log 2>&1; need "removed" [ $? = 0 ]
files >after; need "nothing is left but the user's folder" diff <(grep -v '^./home/doctor/' before) <(grep -v '^./home/doctor/' after)

echo "The single file on $RELEASE"
morning "/given/$(basename "$ROOT"/given/*.run)"
rm -rf "$ROOT/home/doctor/.cache/reader"
files >after; need "nothing is left but the user's folder" diff <(grep -v '^./home/doctor/' before) <(grep -v '^./home/doctor/' after)
echo "ok      all of it worked"
