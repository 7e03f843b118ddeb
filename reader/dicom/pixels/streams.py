"""What a compressed stream says of itself, read before a codec allocates anything for it.

A few damaged bytes can claim 60,000 × 60,000 pixels or a million tiles. Codecs written in C believe that; so the
claim is compared with the object's attributes first. JPEG: ISO 10918-1 B.2; JPEG-LS: ISO 14495-1 C.2;
JPEG 2000 and HTJ2K: ISO 15444-1 A.5.1; JPEG XL: ISO 18181-1 D.2, 18181-2; RLE: PS3.5 annex G.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise

HEAD = 65536
MAX_TILES = 65_535
_SOI, _SOC, _JXL = b"\xff\xd8", b"\xff\x4f\xff\x51", b"\xff\x0a"
_JXL_BOX = b"\0\0\0\x0cJXL \r\n\x87\n"
_FRAME_MARKERS = frozenset({*range(0xC0, 0xD0), 0xF7}) - {0xC4, 0xC8, 0xCC}
_RATIOS = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))


@dataclass(frozen=True, slots=True)
class Claim:
    """rows, columns: pixels. samples: components, 0 where the stream's head does not tell. tiles: of JPEG 2000.
    columns 0: the stream contradicts itself. depth: bits a sample of JPEG 2000, negative where signed."""

    rows: int
    columns: int
    samples: int = 0
    tiles: int = 1
    depth: int = 0


def claim(data: bytes | memoryview) -> Claim | None:
    """What the stream claims; None where it is of no kind known here or is broken off."""
    head = bytes(data[:HEAD])
    try:
        if head[:2] == _SOI:
            return _jpeg(head)
        if head[:2] == _JXL or head[:12] == _JXL_BOX:
            return _jpeg_xl(head)
        place = head.find(_SOC)
        return _jpeg_2000(head, place) if place >= 0 else None
    except (struct.error, IndexError, ZeroDivisionError):
        return None


def _jpeg(head: bytes) -> Claim | None:
    place = 2
    while head[place] == 0xFF:
        marker = head[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        (length,) = struct.unpack_from(">H", head, place + 2)
        if marker in _FRAME_MARKERS:
            rows, columns, samples = struct.unpack_from(">HHB", head, place + 5)
            return Claim(rows, columns, samples) if columns else None  # rows may follow in a DNL segment
        place += 2 + length
    return None


def _jpeg_2000(head: bytes, place: int) -> Claim:
    right, bottom, left, top, tile_x, tile_y, tile_left, tile_top, samples = struct.unpack_from(
        ">IIIIIIIIH", head, place + 8
    )
    legal = left < right and top < bottom and tile_left <= left < tile_left + tile_x
    if not (legal and tile_top <= top < tile_top + tile_y) or 0 in head[place + 43 : place + 42 + 3 * samples : 3]:
        return Claim(0, 0, samples)  # OpenJPH goes on for minutes with a tile that begins beyond the image
    across, down = -(-(right - tile_left) // tile_x), -(-(bottom - tile_top) // tile_y)
    depth = (head[place + 42] & 0x7F) + 1
    return Claim(bottom - top, right - left, samples, across * down, -depth if head[place + 42] & 0x80 else depth)


def _jpeg_xl(head: bytes) -> Claim | None:
    if head[:2] != _JXL:
        head = _codestream(head)
    if head[:2] != _JXL:
        return None
    bits = int.from_bytes(head[2:16], "little")

    def take(count: int) -> int:
        nonlocal bits
        value = bits & ((1 << count) - 1)
        bits >>= count
        return value

    def size(small: int) -> int:
        return 8 * (take(5) + 1) if small else take((9, 13, 18, 30)[take(2)]) + 1

    small = take(1)
    rows = size(small)
    ratio = take(3)
    if ratio:
        over, under = _RATIOS[ratio - 1]
        return Claim(rows, rows * over // under)
    return Claim(rows, size(small))


def _codestream(head: bytes) -> bytes:
    """The first codestream bytes in JPEG XL's boxes."""
    place = 0
    while place + 8 <= len(head):
        length, kind = struct.unpack_from(">I4s", head, place)
        if kind in (b"jxlc", b"jxlp"):
            return head[place + (8 if kind == b"jxlc" else 12) :]
        if length < 8:
            return b""
        place += length
    return b""


def rle_segments(data: bytes | memoryview) -> int | None:
    """The number of segments of an RLE frame; None where its header lies (PS3.5 G.5)."""
    if len(data) < 64:
        return None
    count, *offsets = struct.unpack_from("<16I", data)
    if not 1 <= count <= 15:
        return None
    used = offsets[:count]
    if used[0] < 64 or any(a >= b for a, b in pairwise(used)) or used[-1] >= len(data):
        return None
    return int(count)

