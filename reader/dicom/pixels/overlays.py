"""Overlay planes, groups 6000 to 601E (PS3.3 C.9.2): in their own bytes, or in bits that the pixels leave free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.dicom.attributes import Attributes, number, text, whole
from reader.dicom.header import Header

GROUPS = tuple(range(0x6000, 0x6020, 2))
MAX_PIXELS = 1 << 28


@dataclass(frozen=True, slots=True)
class Overlay:
    """One overlay. origin: (row, column) of its first pixel in the image, from 0; may lie outside.

    data: one bit a pixel, the least significant first, `frames` of them without a gap (PS3.5 8.1.2).
    first_frame: the image frame, from 0, that its first frame belongs to. everywhere: it lies on every frame.
    roi: a region of interest, not graphics. bit: where it lies in the stored words, 0 where it has its own bytes.
    """

    group: int
    rows: int
    columns: int
    origin: tuple[int, int] = (0, 0)
    data: bytes = b""
    frames: int = 1
    first_frame: int = 0
    everywhere: bool = True
    roi: bool = False
    label: str = ""
    bit: int = 0

    def mask(self, frame: int, rows: int, columns: int) -> NDArray[np.bool_] | None:
        """Its pixels on image frame `frame` (from 0) of rows × columns; None where it has none there."""
        own = 0 if self.everywhere else frame - self.first_frame
        size = self.rows * self.columns
        if not 0 <= own < self.frames or len(self.data) * 8 < (own + 1) * size:
            return None
        start = own * size
        part = np.frombuffer(self.data, np.uint8)[start // 8 : (start + size + 7) // 8]
        bits = np.unpackbits(part, bitorder="little")[start % 8 : start % 8 + size]
        plane = bits.reshape(self.rows, self.columns).view(np.bool_)
        if self.origin == (0, 0) and (self.rows, self.columns) == (rows, columns):
            return plane
        found = np.zeros((rows, columns), np.bool_)
        top, left = self.origin
        first_row, first_column = max(0, top), max(0, left)
        end_row, end_column = min(rows, top + self.rows), min(columns, left + self.columns)
        if first_row < end_row and first_column < end_column:
            found[first_row:end_row, first_column:end_column] = plane[
                first_row - top : end_row - top, first_column - left : end_column - left
            ]
        return found

    def cut_from(self, words: NDArray[Any]) -> Overlay:
        """The overlay with its bit of every stored word of one frame."""
        plane = (words >> self.bit & 1).astype(np.uint8)
        rows, columns = plane.shape
        data = np.packbits(plane.reshape(-1), bitorder="little").tobytes()
        return replace(self, rows=rows, columns=columns, data=data, frames=1, everywhere=True)


def overlays(source: Attributes) -> tuple[Overlay, ...]:
    """Every overlay group that has a plane; those in the pixels' own bits have `bit` and no data yet."""
    found = []
    for group in _present(source):
        base = group << 16
        if source.has(base | 0x0102) and not source.has(base | 0x3000):
            made = _embedded(source, base)
        elif source.has(base | 0x0010):
            made = _own(source, base)
        else:
            continue
        if made is not None:
            found.append(made)
    return tuple(found)


def _present(source: Attributes) -> Sequence[int]:
    """The overlay groups that may be there. Asked of every image, so a header is looked at from its end only."""
    if not isinstance(source, Header):
        return GROUPS
    groups = set()
    for tag in reversed(source.tags()):
        if tag < 0x60000000:
            break
        if tag < 0x60200000:
            groups.add(tag >> 16 & ~1)
    return sorted(groups)


def _embedded(source: Attributes, base: int) -> Overlay | None:
    bit, allocated = whole(source, base | 0x0102), whole(source, 0x00280100, 16)
    stored = whole(source, 0x00280101, allocated)
    high = whole(source, 0x00280102, stored - 1)
    if not 0 < bit < allocated or high - stored < bit <= high:
        return None  # a bit of the pixel values themselves
    return replace(_described(source, base), bit=bit)


def _own(source: Attributes, base: int) -> Overlay | None:
    made = _described(source, base)
    data = source.raw(base | 0x3000)
    if min(made.rows, made.columns, made.frames) < 1 or made.rows * made.columns > MAX_PIXELS:
        return None
    if not data or len(data) * 8 < made.rows * made.columns:
        return None
    if isinstance(source, Header) and source.big_endian and source.vr(base | 0x3000) == "OW":
        data = np.frombuffer(data, ">u2", len(data) // 2).astype("<u2").tobytes()
    return replace(made, data=data)


def _described(source: Attributes, base: int) -> Overlay:
    origin = [*source.numbers(base | 0x0050), 1.0, 1.0]
    single = whole(source, base | 0x0015, 1) == 1 and not source.has(base | 0x0051)
    return Overlay(
        group=base >> 16,
        rows=whole(source, base | 0x0010),
        columns=whole(source, base | 0x0011),
        origin=(int(origin[0]) - 1, int(origin[1]) - 1),
        frames=whole(source, base | 0x0015, 1),
        first_frame=int(number(source, base | 0x0051, 1.0)) - 1,
        everywhere=single,
        roi=text(source, base | 0x0040) == "R",
        label=text(source, base | 0x1500) or text(source, base | 0x0022),
    )
