#!/usr/bin/env bash
# The quick tests of the last commit with Windows' Python, on a Windows (Wine):
#   quick.sh [WINDOWS [ARGUMENT]…]
# WINDOWS: as in ci.sh. ARGUMENT: for pytest. Tests that are skipped are named with their reason.
set -euo pipefail
. "$(dirname "$(realpath "$0")")/place.sh"
windows "${@:1:1}"
python3 "$HERE/testbed.py" "$CACHE" "$PLACE/testbed"
python3 "$HERE/standins.py" "$PLACE/testbed" "$CACHE" "$PLACE/stand-ins"
cp "$HERE/common.sh" "$HERE/quick_inside.sh" "$PLACE/"
inside quick_inside.sh "${@:2}"
