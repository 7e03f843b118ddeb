"""Where the program runs from: a bundle, which has a list of its files (`packaging/bundle`), or a checkout."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.core.profile import RESOURCES

ROOT = Path(__file__).resolve().parents[3]
"""The bundle's own folder: the program is in its `app/reader`."""
_NAMED = 10


def lists(root: Path = ROOT) -> list[Path]:
    """The lists of files, one for each part that is installed by itself; none in a checkout."""
    return sorted(root.glob("*.sha256")) if (root / "app" / "reader").is_dir() else []


def missing(root: Path = ROOT) -> Iterator[str]:
    """Files that the lists name and that are not there."""
    return (path for _, _, path in _entries(root) if not (root / path).exists())


def changed(root: Path = ROOT, *, contents: bool) -> Iterator[str]:
    """Files that are there but not as they were installed: by their size, with `contents` also by their SHA-256.

    Reading the contents takes seconds: a worker, or the command line.
    """
    for digest, size, path in _entries(root):
        file = root / path
        try:
            if file.stat().st_size != size or (contents and _sha256(file) != digest):
                yield path
        except FileNotFoundError:
            continue
        except OSError:
            yield path


def first_of(files: Sequence[str]) -> str:
    """The first few of a list, for a message."""
    return ", ".join([*files[:_NAMED], *(["…"] if len(files) > _NAMED else [])])


def notices(root: Path = ROOT) -> str:
    """The licences of everything in a bundle, after how Qt is replaced; in a checkout the program's own licence."""
    files = [root / "QT-LGPL.txt", root / "NOTICES.txt"] if lists(root) else [RESOURCES.parent / "LICENSE"]
    return "\n\n".join(file.read_text("utf-8") for file in files if file.is_file())


def _entries(root: Path) -> Iterator[tuple[str, int, str]]:
    for file in lists(root):
        for line in file.read_text("utf-8").splitlines():
            digest, size, path = line.split("  ", 2)
            yield digest, int(size), path


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
