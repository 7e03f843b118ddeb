"""Looking for texts in everything below a folder, in every way in which a program may have written them."""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

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
    search = Search(texts)
    hits = []
    for path in sorted(place.rglob("*")):
        found = search.found_in(str(path.relative_to(place)).encode())
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            if len(data) > 2 * _END and ".sqlite" not in path.name:
                data = data[:_END] + data[-_END:]
            for piece in (data, *_unpacked(data)):
                found |= search.found_in(piece)
            if data.startswith(b"SQLite"):
                for cell in _cells(path):
                    found |= {hit for piece in _unpacked(cell) for hit in search.found_in(piece)}
        hits += [f"{path.relative_to(place)}: {hit!r}" for hit in sorted(found)]
    return hits


class Search:
    """Finds the texts. Only where four bytes could begin one of them is the pattern tried: megabytes are sealed."""

    def __init__(self, texts: Iterable[str]) -> None:
        spelt = {way for text in texts for way in (text, text.lower(), text.upper(), text.replace(" ", "").lower())}
        forms = {text.encode(encoding) for text in spelt for encoding in ENCODINGS}
        forms |= {json.dumps(text)[1:-1].encode() for text in spelt}
        forms = {form for form in forms if len(form) >= _SHORTEST}
        self._pattern = re.compile(b"|".join(map(_branch, sorted(forms, key=len, reverse=True))))
        self._first, self._second = np.zeros(2**16, bool), np.zeros(2**16, bool)
        for form in forms:
            self._first[int.from_bytes(form[:2], "big")] = self._second[int.from_bytes(form[2:4], "big")] = True

    def found_in(self, data: bytes) -> set[bytes]:
        """Which of the forms are there."""
        each = np.frombuffer(data, np.uint8).astype(np.uint16)
        pairs = each[:-1] << 8 | each[1:]
        places = np.flatnonzero(self._first[pairs[:-2]] & self._second[pairs[2:]])
        return {hit[0] for place in places if (hit := self._pattern.match(data, int(place)))}


def _branch(form: bytes) -> bytes:
    """A UID may hold the digits of a date."""
    before = rb"(?<![0-9.])" if form[:1].isdigit() else b""
    after = rb"(?![0-9])" if form.isdigit() else b""
    return before + re.escape(form) + after


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
