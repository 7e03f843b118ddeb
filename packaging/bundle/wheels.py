"""The wheels that `requirements.lock` pins, for one system and Python 3.11, wherever the build runs."""

from __future__ import annotations

import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bundle import ROOT, CannotBuild
from bundle.inputs import pip, sha256

LOCK = ROOT / "packaging" / "requirements.lock"
PYTHON = (3, 11)
GLIBC = (2, 36)
"""Debian 12's, on which the bundle's Python stands."""
_LINUX = [f"manylinux_2_{minor}_x86_64" for minor in range(GLIBC[1], 4, -1)]
PLATFORMS = {
    "linux": [*_LINUX, "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"],
    "windows": ["win_amd64"],
}
_MARKERS = {"linux": {"sys_platform": "linux"}, "windows": {"sys_platform": "win32"}}
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Pin:
    """One line of the lock. name: normalised, as in `pyside6-essentials`."""

    name: str
    version: str
    hashes: frozenset[str]


def pins(text: str, system: str) -> list[Pin]:
    """The lines of a lock file that are meant for `system`, Python 3.11. Raises CannotBuild for unknown markers."""
    found = []
    for entry in re.split(r"\n(?=[A-Za-z0-9])", text):
        line = re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)(?:\s*;\s*(.*?))?\s*\\?(?:\n|$)", entry)
        if line and applies(line[3] or "", system):
            hashes = frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry))
            found.append(Pin(re.sub(r"[-_.]+", "-", line[1]).lower(), line[2], hashes))
    return found


def applies(marker: str, system: str) -> bool:
    """An environment marker (PEP 508) as pip-compile writes them: comparisons joined by `and`, or by `or`."""
    joined = re.split(r"\s+(and|or)\s+", marker) if marker else []
    results = [_compare(part, system) for part in joined[::2]]
    if "and" in joined[1::2] and "or" in joined[1::2]:
        raise CannotBuild(f"the lock file's marker is not understood: {marker}")
    return any(results) if "or" in joined[1::2] else all(results)


def _compare(part: str, system: str) -> bool:
    found = re.fullmatch(r"(\w+)\s*(==|!=|<=|>=|<|>)\s*['\"]([^'\"]*)['\"]", part.strip())
    names = _MARKERS[system] | {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
    if found and found[1] in ("python_full_version", "python_version"):
        return _holds(PYTHON, found[2], tuple(map(int, _NUMBER.findall(found[3])[:2])))
    if found and found[1] in names and found[2] in ("==", "!="):
        return (names[found[1]] == found[3]) == (found[2] == "==")
    raise CannotBuild(f"the lock file's marker is not understood: {part}")


def _holds(left: tuple[int, ...], sign: str, right: tuple[int, ...]) -> bool:
    order = (left > right) - (left < right)
    return order in {"==": (0,), "!=": (-1, 1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}[sign]


def fetch(wanted: list[Pin], system: str, cache: Path) -> dict[str, Path]:
    """name -> wheel, each with a SHA-256 that the lock allows: from the cache, what it lacks by pip."""
    folder = cache / "wheels" / system
    folder.mkdir(parents=True, exist_ok=True)
    there = _cached(wanted, folder)
    missing = [pin for pin in wanted if pin.name not in there]
    if missing:
        _download(missing, system, cache, folder)
        there |= _cached(missing, folder)
    still = [pin.name for pin in wanted if pin.name not in there]
    if still:
        raise CannotBuild(f"there are no wheels with the pinned hashes for: {', '.join(still)}")
    return there


def _cached(wanted: list[Pin], folder: Path) -> dict[str, Path]:
    by_name = {(pin.name, pin.version): pin for pin in wanted}
    found = {}
    for file in sorted(folder.glob("*.whl")):
        name, version = file.name.split("-")[:2]
        pin = by_name.get((re.sub(r"[-_.]+", "-", name).lower(), version))
        if pin and sha256(file) in pin.hashes:
            found[pin.name] = file
    return found


def _download(missing: list[Pin], system: str, cache: Path, folder: Path) -> None:
    lines = [
        f"{pin.name}=={pin.version}" + "".join(f" --hash=sha256:{h}" for h in sorted(pin.hashes)) for pin in missing
    ]
    command = [*pip(cache), "download", "-q", "--no-deps", "--only-binary=:all:", "--require-hashes"]
    command += ["--python-version", "3.11", "--implementation", "cp"]
    command += [part for abi in ("cp311", "abi3", "none") for part in ("--abi", abi)]
    command += [part for platform in PLATFORMS[system] for part in ("--platform", platform)]
    with tempfile.TemporaryDirectory() as place:
        requirements = Path(place) / "wanted.txt"
        requirements.write_text("\n".join(lines) + "\n")
        if subprocess.run([*command, "-d", str(folder), "-r", str(requirements)], check=False).returncode:
            raise CannotBuild("pip could not fetch the wheels of the lock file; see above")
