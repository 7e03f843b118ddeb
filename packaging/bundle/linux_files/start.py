"""Starts the program of a bundle: says plainly what the computer lacks, or what is missing in the bundle itself."""

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
# what stays the system's, because it belongs to its screen and its graphics driver: library -> package of Debian
SYSTEM = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libzstd.so.1": "libzstd1",
}
WITHOUT_WINDOW = {"hub", "audit", "--help", "-h", "--version"}
BOXES = (["zenity", "--error", "--no-markup", "--text"], ["kdialog", "--error"], ["xmessage"])


def missing() -> list[str]:
    """Packages of Debian that hold what can't be loaded."""
    lacking = []
    for library, package in SYSTEM.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            lacking.append(package)
    return lacking


def tell(text: str) -> None:
    """On the terminal, and in a box where there is a screen but no terminal."""
    print(f"reader: {text}", file=sys.stderr)
    box = next((box for box in BOXES if shutil.which(box[0])), None)
    if box and not sys.stderr.isatty() and {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ):
        subprocess.run([*box, text], check=False)


def run() -> int:
    sys.argv[0] = str(ROOT / "reader")
    try:
        if sys.argv[1:] == ["--whole"]:  # asked by the single file, which makes its copy again where it isn't
            from reader.core.bundle import damaged

            found = list(damaged(contents=False))
            print(*found[:1])
            return int(bool(found))
        if not WITHOUT_WINDOW & set(sys.argv[1:2]) and (lacking := missing()):
            names = " ".join(lacking)
            tell(f"this computer lacks libraries for windows and graphics. On Debian: sudo apt install {names}")
            return 1
        from reader.__main__ import start

        return start(tell)
    except ImportError as error:
        tell(f"the installation is damaged, install it again ({error}); your data are not affected")
        return 3


if __name__ == "__main__":
    sys.exit(run())
