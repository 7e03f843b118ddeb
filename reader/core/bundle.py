"""Where the program runs from: a bundle, which has a list of its files (`packaging/bundle`), or a checkout."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.core.profile import RESOURCES
from reader.core.text import counted, together, tr

ROOT = Path(__file__).resolve().parents[3]
"""The bundle's own folder: the program is in its `app/reader`."""
Entry = tuple[str, int, str]
_NAMED = 10


LIST = "files.sha256"


def is_bundle(root: Path = ROOT) -> bool:
    return (root / "app" / "reader").is_dir()


def damaged(root: Path = ROOT, *, contents: bool) -> Iterator[str]:
    """Files that are not as they were installed: missing, of another size, with `contents` of another SHA-256.

    A list that is gone or not whole is one of them, and says nothing of other files.

    Reading the contents takes seconds: a worker, or the command line.
    """
    if is_bundle(root) and not (root / LIST).exists():
        yield LIST
    for list_ in sorted(root.glob("*.sha256")) if is_bundle(root) else ():
        entries = _read(list_)
        if entries is None:
            yield list_.name
        for digest, size, path in entries or ():
            try:
                if (root / path).stat().st_size != size or (contents and _sha256(root / path) != digest):
                    yield path
            except OSError:
                yield path


def words(files: Sequence[str]) -> str:
    """What is damaged, the first few by name."""
    one, more = "{count} file is missing or was changed", "{count} files are missing or were changed"
    named = ", ".join([*files[:_NAMED], *(["…"] if len(files) > _NAMED else [])])
    return f"{counted(one, more, len(files))}: {named}"


def remedy() -> str:
    """What to do about it. The single file has unpacked itself, and does it again where nothing is."""
    if "READER_SINGLE_FILE" in os.environ:
        hint = tr("Remove the folder {folder}: the next start makes it again.", folder=ROOT)
        return together(hint, tr("Your data are not affected."))
    return tr("Install the program again; your data are not affected.")


def notices(root: Path = ROOT) -> str:
    """The licences of everything in a bundle, after how Qt is replaced; in a checkout the program's own licence."""
    files = [root / "QT-LGPL.txt", root / "NOTICES.txt"] if is_bundle(root) else [RESOURCES.parent / "LICENSE"]
    return "\n\n".join(file.read_text("utf-8") for file in files if file.is_file())


def _read(file: Path) -> list[Entry] | None:
    """Hash, size and path of each file; None where the list is not as it was written: its last line is its own."""
    try:
        lines = file.read_bytes().splitlines(keepends=True)
        *entries, (digest, size, name) = (_entry(line) for line in lines)
    except (OSError, ValueError):
        return None
    above = b"".join(lines[:-1])
    whole = (hashlib.sha256(above).hexdigest(), len(above), file.name) == (digest, size, name)
    return entries if whole else None


def _entry(line: bytes) -> Entry:
    digest, size, path = line.decode().rstrip("\n").split("  ", 2)
    return digest, int(size), path


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
