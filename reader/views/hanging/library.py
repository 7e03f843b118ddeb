"""All hanging protocols of this computer: those that come with the program, and the user's own before them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from reader.core.profile import RESOURCES
from reader.core.text import counted, tr
from reader.views.hanging.codec import LARGEST, BadProtocol, protocol_from, too_large
from reader.views.hanging.protocol import Protocol

BUNDLED = RESOURCES / "hanging"
MOST_FILES = 200
"""So many of the user's own are used, in the order of their names."""


@lru_cache(maxsize=1)
def bundled() -> tuple[Protocol, ...]:
    return tuple(protocol_from(file.read_text("utf-8")) for file in _files(BUNDLED))


def protocols(*own: Path) -> tuple[tuple[Protocol, ...], tuple[str, ...]]:
    """(protocols, what is wrong with files in the folders `own`, in words). Of those with one id that of the first
    folder is used, before a bundled one; a file that can't be used is left out."""
    found: dict[str, Protocol] = {}
    wrong: list[str] = []
    for folder in own:
        for identity, protocol in _in(folder, wrong).items():
            found.setdefault(identity, protocol)
    for protocol in bundled():
        found.setdefault(protocol.id, protocol)
    return tuple(found.values()), tuple(wrong)


def _in(folder: Path, wrong: list[str]) -> dict[str, Protocol]:
    """By their ids; adds to what is wrong."""
    found: dict[str, Protocol] = {}
    files = _files(folder)
    for file in files[:MOST_FILES]:
        try:
            protocol = _read(file)
        except (BadProtocol, OSError, UnicodeDecodeError) as error:
            wrong.append(tr("{file}, {why}", file=file.name, why=error))
            continue
        if (other := found.setdefault(protocol.id, protocol)) is not protocol:
            why = tr("{other} has the same id", other=Path(other.source).name)
            wrong.append(tr("{file}, {why}", file=file.name, why=why))
    if len(files) > MOST_FILES:
        wrong.append(counted("more than {count} file", "more than {count} files", MOST_FILES))
    return found


def _read(file: Path) -> Protocol:
    """Raises BadProtocol, OSError, UnicodeDecodeError."""
    about = file.stat()
    if not file.is_file():
        raise BadProtocol(tr("it is no file"), 1)
    if about.st_size > 4 * LARGEST:  # bytes of its characters
        raise too_large()
    return _parsed(file, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=2 * MOST_FILES)
def _parsed(file: Path, _changed: int, _size: int) -> Protocol:
    """Once, until the file is another one."""
    return protocol_from(file.read_text("utf-8-sig"), str(file))  # as Windows' editors write it, too


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(file for file in folder.glob("*.json") if file.name != "schema.json")
    except OSError:
        return []
