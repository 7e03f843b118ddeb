"""Looking for texts in everything below a folder, in every way in which a program may have written them."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_STREAMS = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_LARGEST = 64 * 2**20


def written_in(place: Path, texts: Iterable[str]) -> list[str]:
    """Which of the texts are in a file or a name of one, in each encoding, as JSON escapes them, also deflated."""
    forms = {text.encode(encoding) for text in texts for encoding in ENCODINGS}
    forms |= {json.dumps(text)[1:-1].encode() for text in texts}
    pattern = re.compile(b"|".join(map(re.escape, sorted(forms, key=len, reverse=True))))
    hits = []
    for path in sorted(place.rglob("*")):
        found = set(pattern.findall(str(path.relative_to(place)).encode()))
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            found |= set(pattern.findall(data))
            for inside in _unpacked(data):
                found |= set(pattern.findall(inside))
        hits += [f"{path.relative_to(place)}: {hit!r}" for hit in sorted(found)]
    return hits


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What unpacks: zlib and gzip streams anywhere, members of ZIP files, a raw deflated data set."""
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
