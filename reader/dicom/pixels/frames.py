"""Where the frames of an object's pixel data are: native or encapsulated (PS3.5 8.2, A.4)."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import pairwise

from reader.core.text import tr
from reader.dicom.header import BrokenObject

_ITEM, _SEQUENCE_END = b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0"
MAX_FRAGMENTS = 1_000_000


def encapsulated_frames(
    data: memoryview, frames: int, extended: Sequence[int] = (), *, video: bool = False
) -> Sequence[memoryview | bytes]:
    """The compressed frames in order. data: from the Basic Offset Table's item on.

    extended: Extended Offset Table (7FE0,0001). Fewer frames than claimed come back as they are; the caller
    says which are missing. One fragment a frame is taken as it lies; several are joined by the offset table,
    or without one by the markers with which JPEG and JPEG 2000 streams begin.
    """
    table, fragments, complete = _fragments(data)
    if not fragments:
        raise BrokenObject(tr("it has no pixel data"))
    if not complete and len(fragments) > frames:
        fragments = fragments[:frames]
    starts = [offset for offset, _ in fragments]
    pieces = [piece for _, piece in fragments]
    if frames <= 1 or video:
        return [_join(pieces)]
    if len(fragments) == frames:
        return list(pieces)
    offsets = list(extended) or table
    if len(offsets) == frames and set(offsets) <= set(starts) and offsets == sorted(set(offsets)):
        bounds = [starts.index(offset) for offset in offsets] + [len(fragments)]
    else:
        bounds = [n for n, piece in enumerate(pieces) if bytes(piece[:3]) == _SOI or bytes(piece[:4]) == _SOC]
        bounds.append(len(fragments))
        if not bounds or bounds[0] != 0 or len(bounds) != frames + 1:
            return [*pieces][:frames]
    return [_join(pieces[a:b]) for a, b in pairwise(bounds)]


_SOI = b"\xff\xd8\xff"
_SOC = b"\xff\x4f\xff\x51"


def _fragments(data: memoryview) -> tuple[list[int], list[tuple[int, memoryview]], bool]:
    """(Basic Offset Table, (offset from the end of the table, bytes) of each fragment, the end was found)."""
    if bytes(data[:4]) != _ITEM or len(data) < 8:
        raise BrokenObject(tr("its compressed pixel data does not begin as it should"))
    (size,) = struct.unpack_from("<I", data, 4)
    if 8 + size > len(data):
        raise BrokenObject(tr("its pixel data is cut off"))
    table = list(struct.unpack_from(f"<{size // 4}I", data, 8))
    origin = position = 8 + size
    found: list[tuple[int, memoryview]] = []
    while position + 8 <= len(data):
        mark = bytes(data[position : position + 4])
        if mark == _SEQUENCE_END:
            return table, found, True
        if mark != _ITEM:
            break
        (size,) = struct.unpack_from("<I", data, position + 4)
        if position + 8 + size > len(data):
            size = len(data) - position - 8  # cut off: the decoder says what is missing
        found.append((position - origin, data[position + 8 : position + 8 + size]))
        position += 8 + size
        if len(found) > MAX_FRAGMENTS:
            raise BrokenObject(tr("its pixel data has too many fragments"))
    return table, found, False


def _join(pieces: Sequence[memoryview]) -> memoryview | bytes:
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
