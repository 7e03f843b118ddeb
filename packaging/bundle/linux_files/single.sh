#!/bin/sh
# reader @VERSION@ in one file: unpacks itself once into the user's cache, then runs. Needs neither root nor FUSE.
#   --extract DIR    only unpack into DIR (made), and run DIR/reader from there
set -u
size_kb=@SIZE_KB@ content=@CONTENT@
# what is behind this script, in this order; sizes in bytes
header_size=@HEADER_SIZE@ tools_size=@TOOLS_SIZE@ files_size=@FILES_SIZE@ demo_size=@DEMO_SIZE@
self=$(readlink -f "$0")

say() {
    echo "reader: $1" >&2
    [ -t 2 ] || [ -z "${DISPLAY-}${WAYLAND_DISPLAY-}" ] || for box in "zenity --error --no-markup --text" "kdialog --error" "xmessage" "notify-send reader"; do
        command -v "${box%% *}" >/dev/null 2>&1 && $box "$1" 2>/dev/null && break
    done
    exit 1
}

free_kb() {
    set -- $(df -Pk "$1" 2>/dev/null | tail -n 1)
    echo "${4:-0}"
}

# part SIZE: so many bytes of this file, after the first $after (tail says that nobody reads on, where that is no signal)
part() {
    tail -c "+$((after + 1))" "$self" 2>/dev/null | head -c "$1"
}

# unpack FOLDER: the files into FOLDER, which is empty
unpack() {
    if [ "$(wc -c <"$self")" -ne $((header_size + tools_size + files_size + demo_size)) ]; then
        rm -rf "$1"
        say "$self is incomplete: download it again."
    fi
    if [ "$(free_kb "$1")" -lt "$size_kb" ]; then
        rm -rf "$1"
        say "there is not enough room in ${1%/*}: $((size_kb / 1024)) MB are needed. Free some, or set XDG_CACHE_HOME."
    fi
    # each part takes its mark away when it is done: where the disk takes no more, none could be made
    mkdir "$1/.tools" && touch "$1/.tools/packed" "$1/.tools/files" "$1/.tools/exams" ||
        { rm -rf "$1"; say "${1%/*} can't be written to"; }
    after=$header_size
    part "$tools_size" | tar -xzf - -C "$1/.tools"
    if [ -s "$1/.tools/xz" ] && ! "$1/.tools/xz" --version </dev/null >/dev/null 2>&1; then
        rm -rf "$1"
        say "programs can't be run from ${1%/*} (is it mounted with noexec?). Set XDG_CACHE_HOME to a folder from which they can."
    fi
    after=$((after + tools_size))
    { part "$files_size" | "$1/.tools/xz" -dc 2>"$1/.tools/said" && rm "$1/.tools/packed"; } |
        tar -xf - -C "$1" 2>"$1/.tools/full" && rm "$1/.tools/files"
    after=$((after + files_size))
    if [ "$demo_size" = 0 ] || part "$demo_size" | tar -xf - -C "$1" 2>>"$1/.tools/full"; then rm "$1/.tools/exams"; fi
    if [ -e "$1/.tools/packed" ] || [ -e "$1/.tools/files" ] || [ -e "$1/.tools/exams" ]; then
        why=$(cat "$1/.tools/full" "$1/.tools/said" 2>/dev/null | tail -n 1)
        rm -rf "$1"
        say "it could not be unpacked into ${1%/*}; nothing was changed there. Is the disk full, or this file damaged? ($why)"
    fi
    rm -rf "$1/.tools"
}

if [ "${1-}" = --extract ]; then
    [ -n "${2-}" ] || say "--extract needs a folder"
    [ ! -e "$2" ] || say "$2 exists already"
    mkdir -p "$(dirname "$2")" && part=$(mktemp -d "$2.XXXXXX") || say "$2 can't be made"
    unpack "$part"
    chmod 755 "$part"
    mv -T "$part" "$2" || say "$2 can't be made"
    exit 0
fi

cache=${XDG_CACHE_HOME:-$HOME/.cache}/reader/program
there=$cache/$content

# Is what was unpacked as it was? The first file that isn't is in $why; where Python itself can't run, what it says.
whole() { why=$("$there/python/bin/python3.11" -B "$there/start.py" --whole 2>&1); }
running() { ls -l /proc/[0-9]*/exe 2>/dev/null | grep -qF "$1/"; }

if [ -d "$there" ] && ! whole; then
    running "$there" && say "what it unpacked into $there is damaged ($why). Close reader, then start it again."
    mv -T "$there" "$(mktemp -d "$cache/.$$.XXXXXX")" || say "$there is damaged ($why) and can't be removed"
fi
if [ ! -d "$there" ]; then
    for old in "$cache"/.[0-9]*; do # what is damaged, and what a start left that was ended while it unpacked
        pid=${old##*/.}
        [ -d "$old" ] && { [ "${pid%%.*}" = $$ ] || ! kill -0 "${pid%%.*}" 2>/dev/null; } && rm -rf "$old"
    done
    mkdir -p "$cache" && part=$(mktemp -d "$cache/.$$.XXXXXX") || say "$cache can't be written to"
    trap 'rm -rf "$part"; exit 1' INT TERM HUP
    [ -t 2 ] && echo "reader: unpacking, once …" >&2
    unpack "$part"
    # only a folder that is complete gets the name; another start may have been faster
    mv -T "$part" "$there" 2>/dev/null || rm -rf "$part"
    trap - INT TERM HUP
    for old in "$cache"/*; do # versions before, unless one is running or was a day ago
        [ "$old" = "$there" ] || [ -z "$(find "$old" -maxdepth 0 -mtime +0)" ] ||
            running "$old" || rm -rf "$old"
    done
    whole || say "it can't run here. It needs glibc @GLIBC@ or newer, zlib and expat ($why)"
fi
touch -c "$there"
export READER_SINGLE_FILE="$self" # an update takes its place (reader/core/update/installation.py)
exec "$there/reader" "$@"
exit 1
