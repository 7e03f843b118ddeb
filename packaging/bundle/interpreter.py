"""Python 3.11 as Debian 12 has it: inside the Linux bundle, and as what compiles the modules of every bundle.

It needs of the system glibc 2.36, zlib and expat (which graphics drivers load too, in a version of their own); what
its modules load besides is beside it.

    python/bin/python3.11, python3.11._pth    which also isolates it: no PYTHONPATH, no user's site-packages
    python/lib/*.so.*                         libssl and the others
    python/lib/python3.11/                    the standard library, without what the program never loads
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bundle import CannotBuild, archives
from bundle.inputs import fetch, pinned

LIBRARIES = (
    "libssl3", "libffi8", "libsqlite3-0", "liblzma5", "libbz2-1.0", "libuuid1",
)  # fmt: skip
_STDLIB = ("libpython3.11-minimal", "libpython3.11-stdlib")
PACKAGES = ("python3.11-minimal", *_STDLIB, *LIBRARIES)
_LEFT_OUT = (
    "distutils", "ensurepip", "idlelib", "lib2to3", "pydoc_data", "test", "tkinter", "turtledemo", "venv",
    "LICENSE.txt", "turtle.py", "pydoc.py", "__phello__", "sitecustomize.py",
)  # fmt: skip
_MODULES_LEFT_OUT = (
    "_crypt", "_curses", "_curses_panel", "_dbm", "_gdbm", "_tkinter", "audioop", "nis", "ossaudiodev", "readline",
    "_ctypes_test", "_testbuffer", "_testcapi", "_testclinic", "_testimportmultiple", "_testinternalcapi",
    "_testmultiphase", "_xxtestfuzz", "_xxsubinterpreters", "xxlimited", "xxlimited_35",
)  # fmt: skip
_PATHS = ("../lib/python3.11", "../lib/python3.11/lib-dynload", "../../app", "../../site")


def put_python(root: Path, cache: Path) -> None:
    """`root/python`, not yet compiled."""
    python = root / "python"
    for package in PACKAGES:
        files = archives.debian(fetch(package, cache))
        for path, read in files.items():
            place = _place(package, path)
            if place:
                _put(python / place, read(), 0o755 if place.startswith("bin/") else 0o644)
    (python / "bin" / "python3.11._pth").write_text("\n".join(_PATHS) + "\n")
    _patch(python, cache)


def compiler(cache: Path) -> list[str]:
    """The command of a Python 3.11 whose bytecode is the bundle's: the pinned one on Linux, else this one."""
    if sys.platform.startswith("linux"):
        root = cache / f"python3.11-{pinned()}"
        if not (root / "ready").is_file():
            put_python(root, cache)
            (root / "ready").touch()
        return [str(root / "python" / "bin" / "python3.11")]
    if sys.version_info[:2] != (3, 11):
        raise CannotBuild("outside Linux the bundle's modules are compiled by the Python that runs this: use 3.11")
    return [sys.executable]


def _place(package: str, path: str) -> str:
    """Where a file of a package goes below python/, "" for nowhere."""
    if package == "python3.11-minimal":
        return "bin/python3.11" if path == "usr/bin/python3.11" else ""
    if package in _STDLIB:
        below = path.removeprefix("usr/lib/python3.11/")
        if below == path or below.split("/")[0] in _LEFT_OUT or below.startswith("config-"):
            return ""
        if below.startswith("lib-dynload/") and below.split("/")[1].split(".")[0] in _MODULES_LEFT_OUT:
            return ""
        return f"lib/python3.11/{below}"
    folder, _, name = path.rpartition("/")
    return f"lib/{name}" if folder.endswith("lib/x86_64-linux-gnu") and ".so." in name else ""


def _put(place: Path, data: bytes, mode: int) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    place.chmod(mode)


def _patch(python: Path, cache: Path) -> None:
    """Each library is looked for beside the bundle's own ones first."""
    lib = python / "lib"
    for place in [python / "bin" / "python3.11", *sorted(lib.rglob("*.so*"))]:
        path = os.path.relpath(lib, place.parent)
        patch(place, "$ORIGIN" if path == "." else f"$ORIGIN/{path}", cache)


def patch(library: Path, where: str, cache: Path) -> None:
    """Have the loader look for a library's own needs at `where` first."""
    tool = cache / "tools" / f"patchelf-{pinned()}"
    if not tool.is_file():
        _put(tool, archives.debian(fetch("patchelf", cache))["usr/bin/patchelf"](), 0o755)
    if subprocess.run([tool, "--set-rpath", where, library], check=False).returncode:
        raise CannotBuild(f"patchelf could not change {library.name}")
