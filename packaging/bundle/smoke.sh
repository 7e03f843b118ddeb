#!/usr/bin/env bash
# Makes the folder of the Linux bundle and tries it without a screen: `reader doctor` finds it complete and without a
# problem, the demo starts and keeps running, and nothing is written beside the program.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
program=
trap '[ -z "$program" ] || kill "$program" 2>/dev/null || true; rm -rf "$work"' EXIT
python3 packaging/build.py linux --draft --out "$work" "$@"
cd "$work"
there=$(echo "$work"/reader-*-linux)
export READER_KEYRING=file READER_PROFILE="$work/王小东"
mkdir -p "$READER_PROFILE"
files() { (cd "$there" && find . -type f -printf '%p %s %T@\n' | sort | sha256sum); }
before=$(files)
"$there/reader" doctor | tee said
grep -q "bundle in .*, complete" said
QT_QPA_PLATFORM=offscreen "$there/reader" demo >said 2>&1 & program=$!
for _ in $(seq 60); do
    sleep 1
    ls "$READER_PROFILE"/demo/hub/*.sqlite >/dev/null 2>&1 && break
done
sleep 5
kill -0 $program || { cat said; echo "smoke: the program ended by itself"; exit 1; }
kill $program
wait $program || true
! grep -v "does not support propagateSizeHints" said || { echo "smoke: the program complained"; exit 1; }
[ "$before" = "$(files)" ] || { echo "smoke: the program wrote beside itself"; exit 1; }
echo "smoke: the bundle works"
