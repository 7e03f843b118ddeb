#!/usr/bin/env bash
# Makes a Windows to try the bundle on, from packages alone: wine.sh DIR. Root; about 2 minutes and 2 GB.
#
#   DIR/root     Debian 13 with Wine 10 (Debian 12's Wine 8 is too old for Qt 6.10), a virtual screen, a window manager
#
# Exit status 3, with the reason, where this machine can't: no root, no debootstrap, no network, no mounts.
set -euo pipefail
[ $# -eq 1 ] || { sed -n 2,6p "$0"; exit 2; }
DIR=$(mkdir -p "$1" && realpath "$1"); ROOT=$DIR/root
[ "$DIR" != / ] || { echo "wine.sh: not in /"; exit 2; }
cannot() { echo "No Windows can be made here: $1"; exit 3; }

[ "$(id -u)" = 0 ] || cannot "only root can (debootstrap, chroot)"
mkdir -p "$ROOT/proc" && mount -t proc proc "$ROOT/proc" 2>/dev/null || cannot "this container may not mount"
umount "$ROOT/proc"
[ -e "$DIR/ready" ] && exit 0
command -v debootstrap >/dev/null ||
  { apt-get update -qq; apt-get install -y -qq --no-install-recommends debootstrap; } >/dev/null 2>&1 ||
  cannot "debootstrap is missing (apt-get install debootstrap)"
mirror=$({ cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list /etc/apt/sources.list 2>/dev/null || true; } |
         sed -nE 's/^URIs: (.*\/debian\/?)$/\1/p; s/^deb (\[[^]]*\] )?([^ ]*\/debian\/?) .*/\2/p' | sed -n 1p)
[ -n "$mirror" ] || cannot "/etc/apt names no mirror of Debian"
while mountpoint -q "$ROOT/proc"; do umount "$ROOT/proc"; done # of a try that was ended
rm -rf --one-file-system "$ROOT"
debootstrap --variant=minbase --include=ca-certificates trixie "$ROOT" "$mirror" >"$DIR/debootstrap.log" 2>&1 ||
  cannot "debootstrap failed, see $DIR/debootstrap.log"
cp /etc/resolv.conf "$ROOT/etc/"
cp -r /etc/apt/apt.conf.d/. "$ROOT/etc/apt/apt.conf.d/" 2>/dev/null || true
cp /etc/ssl/certs/ca-certificates.crt "$ROOT/etc/ssl/certs/" 2>/dev/null || true
mount --bind /proc "$ROOT/proc"
chroot "$ROOT" env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get update -qq && apt-get install -y -qq \
  --no-install-recommends wine wine64 xvfb openbox xdotool wmctrl imagemagick fonts-noto-cjk libgl1 libgl1-mesa-dri &&
  apt-get clean' >"$DIR/apt.log" 2>&1 || { umount "$ROOT/proc"; cannot "Wine could not be installed, see $DIR/apt.log"; }
umount "$ROOT/proc"
touch "$DIR/ready"
