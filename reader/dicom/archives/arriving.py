"""The frames of an object that is still arriving: each as soon as its bytes are there (a cine over a slow line)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from reader.dicom.archives.multipart import Part
from reader.dicom.archives.negotiation import RLE
from reader.dicom.header import Header
from reader.dicom.pixels.codecs import UNCODED, VIDEO
from reader.dicom.pixels.description import PixelDescription, frame_pieces

_ITEM = b"\xfe\xff\x00\xe0"
_STARTS = (b"\xff\xd8\xff", b"\xff\x4f\xff\x51")
_ENDS = (b"\xff\xd9", b"\xff\xd9\0")


class Incoming:
    """data: the object's bytes, as far as they have come."""

    def __init__(self, head: bytearray, part: Part) -> None:
        self.data = bytearray(len(head) + part.remaining)
        self.data[: len(head)] = head
        self._view = memoryview(self.data)
        self._filled = len(head)
        self._part = part

    def until(self, place: int) -> bool:
        """Wait for the bytes before `place`; False where the object ends earlier."""
        end = min(place, len(self.data))
        if end > self._filled:
            self._part.readinto(self._view[self._filled : end])
            self._filled = end
        return end == place

    def view(self, start: int, end: int) -> memoryview:
        return self._view[start:end]


def comes_by_frames(header: Header, pixels: PixelDescription) -> bool:
    """Several frames, and each can be told from the next before the end has come."""
    syntax = pixels.transfer_syntax
    known = header.pixels is not None and syntax not in VIDEO and syntax not in UNCODED
    return known and pixels.frames > 1 and pixels.bits_allocated >= 8 and not syntax.endswith(".1.99")


def frames_of(header: Header, pixels: PixelDescription, incoming: Incoming) -> Iterator[memoryview | bytes]:
    """The frames in order, as `frame_pieces` would give them. Reads to the object's end."""
    place = header.pixels
    assert place is not None
    done = 0
    if place.length is None:
        early = _encapsulated(place.offset, incoming, sure=pixels.transfer_syntax == RLE)
    else:
        early = _native(place.offset, pixels, incoming)
    for piece in early:
        if done == pixels.frames - 1:
            break  # the last one is told by the end
        yield piece
        done += 1
    incoming.until(len(incoming.data))
    yield from list(frame_pieces(header, pixels, incoming.data))[done:]


def _native(offset: int, pixels: PixelDescription, incoming: Incoming) -> Iterator[memoryview]:
    size = pixels.frame_bits // 8
    for n in range(pixels.frames):
        start = offset + n * size
        if not incoming.until(start + size):
            return
        yield incoming.view(start, start + size)


def _encapsulated(offset: int, incoming: Incoming, *, sure: bool) -> Iterator[memoryview]:
    """Frames of one fragment each (sure: they have to be, PS3.5 A.4.2); ends at the first that may not be one."""
    if not incoming.until(offset + 8):
        return
    (size,) = struct.unpack_from("<I", incoming.data, offset + 4)
    position = offset + 8 + size
    while incoming.until(position + 8) and bytes(incoming.view(position, position + 4)) == _ITEM:
        (size,) = struct.unpack_from("<I", incoming.data, position + 4)
        start, position = position + 8, position + 8 + size
        if not incoming.until(position):
            return
        piece = incoming.view(start, position)
        if not sure and not (bytes(piece[:4]).startswith(_STARTS) and bytes(piece[-3:]).endswith(_ENDS)):
            return
        yield piece
