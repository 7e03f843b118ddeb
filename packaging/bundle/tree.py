"""The folder that runs: the program as the last commit has it, and the parts of the packages that it needs.

    app/reader, app/resources   the program
    site/                       packages, as in site-packages; `parts.toml` says what is kept, and what for
    files.sha256                every file below the root, with its hash and size

Libraries that a kept library loads are kept with it. The same commit and the same inputs make the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import tarfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from bundle import ROOT, CannotBuild, archives, wheels
from bundle.archives import Files
from bundle.binaries import needed, stripped
from bundle.interpreter import compiler

System = Literal["linux", "windows"]
MANIFEST = "files.sha256"
_PARTS = ROOT / "packaging" / "bundle" / "parts.toml"
_PROGRAM = ("reader", "resources", "LICENSE")


@dataclass(frozen=True)
class Part:
    """Files of one package (patterns in which * also matches a slash), and what they are for."""

    package: str
    reason: str
    files: tuple[str, ...]
    but: tuple[str, ...] = ()

    def has(self, path: str) -> bool:
        return _matches(path, self.files) and not _matches(path, self.but)


@dataclass(frozen=True)
class Parts:
    """The table of parts for one system. left_out: whole packages, with the reason."""

    kept: tuple[Part, ...]
    left_out: Mapping[str, str]
    never: tuple[str, ...]

    def of(self, package: str) -> list[Part]:
        return [part for part in self.kept if part.package == package]

    def choose(self, package: str, files: Files) -> Files:
        """What is kept of a package. Raises CannotBuild where a part has no files: the package has changed."""
        parts = self.of(package)
        found: set[str] = set()
        for part in parts:
            matching = {path for path in files if part.has(path)}
            if not matching:
                raise CannotBuild(f"parts.toml: {package} has nothing for “{part.reason}”")
            found |= matching
        found = {path for path in found if not _matches(path, self.never)}
        found |= {path for path in files if _describes(path)}
        return {path: files[path] for path in sorted(found)}


def read_parts(system: System, text: str | None = None) -> Parts:
    table = tomllib.loads(text if text is not None else _PARTS.read_text("utf-8"))
    kept = [
        Part(package, row["for"], (*row.get("files", ()), *row.get(system, ())), tuple(row.get("but", ())))
        for package, rows in table["package"].items()
        for row in rows
        if "files" in row or system in row
    ]
    return Parts(tuple(kept), table["left-out"], tuple(table["never"]["files"]))


def make_tree(target: Path, system: System, cache: Path) -> None:
    """Fill `target` (made; empty before) with `app/` and `site/`. Raises CannotBuild."""
    parts = read_parts(system)
    pins = [pin for pin in wheels.pins(wheels.LOCK.read_text("utf-8"), system) if pin.name not in parts.left_out]
    unnamed = [pin.name for pin in pins if not parts.of(pin.name)]
    if unnamed:
        raise CannotBuild(f"parts.toml does not say what these packages are for: {', '.join(unnamed)}")
    found = wheels.fetch(pins, system, cache)
    contents = {name: archives.wheel(found[name]) for name in sorted(found)}
    kept = {name: parts.choose(name, files) for name, files in contents.items()}
    write(target / "site", with_libraries(kept, contents, parts).items())
    app = parts.choose("reader", program())
    write(target / "app", ((path, read()) for path, read in app.items()))
    compile_all(target, ("app", "site"), cache)


def with_libraries(kept: Mapping[str, Files], contents: Mapping[str, Files], parts: Parts) -> dict[str, bytes]:
    """Path -> bytes of what is kept, and of the libraries that it loads, from whichever package has them."""
    offered = {
        path.rpartition("/")[2].lower(): (path, read)
        for files in contents.values()
        for path, read in files.items()
        if not _matches(path, parts.never)
    }
    waiting = [item for files in kept.values() for item in files.items()]
    result: dict[str, bytes] = {}
    while waiting:
        path, read = waiting.pop()
        if path in result:
            continue
        result[path] = stripped(read())
        waiting += [offered[name.lower()] for name in needed(result[path]) if name.lower() in offered]
    return dict(sorted(result.items()))


def program() -> Files:
    """The program's own files, as the last commit has them."""
    command = ["git", "-C", str(ROOT), "archive", "--format=tar", "HEAD", *_PROGRAM]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise CannotBuild(f"the program's files are taken from git, which said: {done.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as tar:
        held = {m.name: tar.extractfile(m).read() for m in tar.getmembers() if m.isfile()}  # type: ignore[union-attr]
    return {path: lambda data=data: data for path, data in held.items()}  # type: ignore[misc]


def epoch() -> int:
    """The time that all files of a bundle have: SOURCE_DATE_EPOCH, else that of the last commit."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    said = subprocess.run(["git", "-C", str(ROOT), "log", "-1", "--format=%ct"], capture_output=True, check=True)
    return int(said.stdout)


def write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for path, data in files:
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        place.chmod(0o644)


def compile_all(root: Path, folders: Iterable[str], cache: Path) -> None:
    """Bytecode beside every module, never compared with its source: nothing is written beside the program later."""
    command = [*compiler(cache), "-m", "compileall", "-q", "-f", "--invalidation-mode", "unchecked-hash"]
    command += ["-s", str(root)]
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    paths = [str(root / folder) for folder in folders]
    if subprocess.run([*command, *paths], env=environment, check=False).returncode:
        raise CannotBuild("a module could not be compiled; see above")


def files_of(root: Path) -> Iterator[str]:
    """Every file below `root`, as paths with slashes, sorted."""
    yield from sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def write_manifest(root: Path, name: str = MANIFEST) -> None:
    """`files.sha256`: a line for each file below `root`, `SHA-256  size  path`.

    The last one is of the list itself, as far as it stands above: a list that was cut can't pass for a short one.
    """
    lines = b"".join(_line((root / path).read_bytes(), path) for path in files_of(root) if path != name)
    (root / name).write_bytes(lines + _line(lines, name))


def _line(data: bytes, path: str) -> bytes:
    return f"{hashlib.sha256(data).hexdigest()}  {len(data)}  {path}\n".encode()


def _matches(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def _describes(path: str) -> bool:
    """Version, entry points and licences of a package."""
    folder, _, name = path.partition("/")
    words = ("licen", "copying", "notice", "authors")
    return folder.endswith(".dist-info") and (
        name in ("METADATA", "entry_points.txt") or any(word in name.lower() for word in words)
    )
