"""Looking for texts in everything below a folder, in every way in which a program may have written them."""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_STREAMS = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_LARGEST = 64 * 2**20
_SHORTEST = 6
"""Bytes: less occurs in sealed data by chance. A Chinese name of two characters is looked for in UTF-8 only."""
_END = 2**15
"""Of a large file its beginning and end are looked at: headers are there, and in each part of one in a row."""


def written_in(place: Path, texts: Iterable[str]) -> list[str]:
    """Which of the texts are in a file or a name of one: in each encoding, large or small, as JSON escapes them,
    deflated, in a ZIP or in a cell of a database."""
    pattern = _pattern(texts)
    hits = []
    for path in sorted(place.rglob("*")):
        found = set(pattern.findall(str(path.relative_to(place)).encode()))
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            if len(data) > 2 * _END and ".sqlite" not in path.name:
                data = data[:_END] + data[-_END:]
            for piece in (data, *_unpacked(data)):
                found |= set(pattern.findall(piece))
            if data.startswith(b"SQLite"):
                for cell in _cells(path):
                    found |= {hit for piece in _unpacked(cell) for hit in pattern.findall(piece)}
        hits += [f"{path.relative_to(place)}: {hit!r}" for hit in sorted(found)]
    return hits


def _pattern(texts: Iterable[str]) -> re.Pattern[bytes]:
    spelt = {form for text in texts for form in (text, text.lower(), text.upper(), text.replace(" ", "").lower())}
    forms = {text.encode(encoding) for text in spelt for encoding in ENCODINGS}
    forms |= {json.dumps(text)[1:-1].encode() for text in spelt}
    by_first: dict[bytes, list[bytes]] = {}
    for form in sorted((form for form in forms if len(form) >= _SHORTEST), key=len, reverse=True):
        end = rb"(?![0-9])" if form.isdigit() else b""  # a UID may hold the digits of a date
        by_first.setdefault(form[:1], []).append(re.escape(form[1:]) + end)
    starts = {first: rb"(?<![0-9.])" if first.isdigit() else b"" for first in by_first}
    branches = (starts[f] + re.escape(f) + b"(?:" + b"|".join(rest) + b")" for f, rest in by_first.items())
    return re.compile(b"|".join(branches))


def _cells(path: Path) -> Iterator[bytes]:
    """Every value of a database that is bytes; a lock that nobody may read has none."""
    try:
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=0.1)
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):
                yield from (value for value in row if isinstance(value, bytes))
        database.close()
    except sqlite3.OperationalError:
        return


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What unpacks: zlib and gzip streams anywhere, members of ZIP files, a deflated data set."""
    view = memoryview(data)
    for match in _STREAMS.finditer(data):
        if (inside := _inflated(view[match.start() :], zlib.MAX_WBITS | 32)) is not None:
            yield inside
    for match in re.finditer(rb"PK\x03\x04", data):
        head = data[match.start() : match.start() + 30]
        begin = match.start() + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        if (inside := _inflated(view[begin:], -zlib.MAX_WBITS)) is not None:
            yield inside
    if data[128:132] == b"DICM":
        begin = 144 + int.from_bytes(data[140:144], "little")
        if (inside := _inflated(view[begin:], -zlib.MAX_WBITS)) is not None:
            yield inside


def _inflated(data: memoryview, bits: int) -> bytes | None:
    try:
        return zlib.decompressobj(bits).decompress(data, _LARGEST)
    except zlib.error:
        return None
