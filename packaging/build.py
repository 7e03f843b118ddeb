#!/usr/bin/env python3
"""Make the bundles that are installed on workstations. Standard library only; Python 3.11 or newer.

    python3 packaging/build.py linux      a .deb and a single file that runs by itself (on Linux)
    python3 packaging/build.py windows    a folder that runs, and an installer (on Linux)
    python3 packaging/build.py pin        renew the versions of Debian's packages in bundle/inputs.toml

    --out DIR      where they go (default: dist)
    --cache DIR    what is fetched is kept there (default: ~/.cache/reader-bundle)
    --draft        for trying out: of Linux the folder that runs only, of Windows the installers compressed little

They hold the program as the last commit has it.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from bundle import ROOT, CannotBuild


def main(arguments: list[str]) -> int:
    options = parser().parse_args(arguments)
    begun = time.monotonic()
    try:
        made = run(options)
    except CannotBuild as reason:
        print(f"build.py: {reason}", file=sys.stderr)
        return 1
    for file in made:
        inside = [path for path in (file, *file.rglob("*")) if path.is_file()]
        print(f"{sum(path.stat().st_size for path in inside) / 1e6:8.1f} MB  {file}")
    print(f"build.py: {time.monotonic() - begun:.0f} s")
    return 0


def run(options: argparse.Namespace) -> list[Path]:
    """What was made."""
    if options.verb == "pin":
        from bundle.inputs import pin

        pin(options.cache)
        return []
    options.out.mkdir(parents=True, exist_ok=True)
    if options.verb == "linux":
        from bundle import linux

        return linux.build(options.out, options.cache, draft=options.draft)
    from bundle import windows

    return windows.build(options.out, options.cache, draft=options.draft)


def parser() -> argparse.ArgumentParser:
    build = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    build.add_argument("verb", choices=("linux", "windows", "pin"))
    build.add_argument("--out", type=Path, default=ROOT / "dist", help=argparse.SUPPRESS)
    kept = Path.home() / ".cache" / "reader-bundle"
    build.add_argument("--cache", type=Path, default=kept, help=argparse.SUPPRESS)
    build.add_argument("--draft", action="store_true", help=argparse.SUPPRESS)
    return build


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
