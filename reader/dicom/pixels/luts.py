"""Look-up tables: modality, VOI and palette (PS3.3 C.11.1, C.11.2, C.7.6.3.1.5, C.7.9)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from reader.core.text import tr
from reader.dicom.attributes import Attributes, number, text, whole
from reader.dicom.header import BrokenObject, Header

Pixels = NDArray[Any]


class Shading(Protocol):
    """Makes of each value what it is shown as, 0 to 2**bits - 1."""

    @property
    def bits(self) -> int: ...
    def __call__(self, values: Pixels, /) -> Pixels: ...


@dataclass(frozen=True, eq=False)
class Lut:
    """A look-up table: values below `first` take entry 0, above the end the last one (PS3.3 C.11.1.1).

    bits: how many an entry can use, so that 2**bits - 1 is full scale. name: LUT Explanation. Two tables are the
    same only where they are one object; `voi_luts` gives one object for one content.
    """

    first: int
    values: NDArray[np.uint16]
    bits: int = 16
    name: str = ""

    def __call__(self, stored: Pixels) -> Pixels:
        whole = stored if stored.dtype.kind in "iu" else np.rint(stored)
        place = np.clip(whole.astype(np.int64) - self.first, 0, len(self.values) - 1)
        return np.take(self.values, place)

    @property
    def span(self) -> tuple[float, float]:
        """(first, last) input between which the output changes, for a window of about the same contrast."""
        changing = np.flatnonzero(np.diff(self.values.astype(np.int32)))
        if not changing.size:
            return float(self.first), float(self.first + len(self.values) - 1)
        return float(self.first + changing[0]), float(self.first + changing[-1] + 1)


def modality_lut(source: Attributes, *, signed: bool) -> Lut | None:
    """The first item of the Modality LUT Sequence; its first input is signed where the pixels are."""
    for item in source.items(0x00283000):
        return _lut(item.numbers(0x00283002), _words(item, 0x00283006), item.numbers(0x00283006), signed)
    return None


def voi_luts(source: Attributes, *, signed: bool) -> tuple[Lut, ...]:
    """The VOI LUT Sequence. signed: the values that go in can be negative."""
    found = []
    for item in source.items(0x00283010):
        made = _lut(item.numbers(0x00283002), _words(item, 0x00283006), item.numbers(0x00283006), signed)
        if made is not None:
            found.append(_one(made.first, made.bits, made.values.tobytes(), text(item, 0x00283003)))
    return tuple(found)


def presentation_lut(source: Attributes) -> Lut | None:
    """The item of the Presentation LUT Sequence (PS3.3 C.11.6); its input begins with 0."""
    for item in source.items(0x20500010):
        return _lut(item.numbers(0x00283002), _words(item, 0x00283006), item.numbers(0x00283006), False)
    return None


@lru_cache(maxsize=64)
def _one(first: int, bits: int, entries: bytes, name: str) -> Lut:
    return Lut(first, np.frombuffer(entries, np.uint16), bits, name)


def palette(source: Attributes) -> tuple[Lut, Lut, Lut]:
    """Red, green and blue. Raises `BrokenObject` where one is missing or damaged."""
    signed = whole(source, 0x00280103) == 1
    luts: list[Lut | None] = []
    for channel in range(3):
        descriptor = source.numbers(0x00281101 + channel)
        plain, segmented = _words(source, 0x00281201 + channel), _words(source, 0x00281221 + channel)
        if len(descriptor) == 3 and not plain and segmented:
            luts.append(_segmented(descriptor, segmented, signed))
        else:
            luts.append(_lut(descriptor, plain, [], signed))
    red, green, blue = luts
    if red is None or green is None or blue is None:
        raise BrokenObject(tr("its colour table is missing"))
    return red, green, blue


def palette_rgb(luts: tuple[Lut, Lut, Lut], stored: Pixels) -> NDArray[np.uint8]:
    """(…, 3) 8-bit RGB of palette indices; entries of 16 bits give their upper half."""
    rgb = np.stack([lut(stored) for lut in luts], axis=-1)
    shift = 8 if any(int(lut.values.max(initial=0)) > 255 for lut in luts) else 0
    return (rgb >> shift).astype(np.uint8)


@dataclass(frozen=True, eq=False)
class Supplement:
    """Supplemental Palette Color LUT (PS3.3 C.7.6.19): stored values from `first` on are colours.

    slope, intercept: stored → modality value, because pictures hold those. frames: those that have colours, counted
    from 0; None for every frame.
    """

    first: int
    luts: tuple[Lut, Lut, Lut]
    slope: float = 1.0
    intercept: float = 0.0
    frames: frozenset[int] | None = None

    def coloured(self, values: Pixels) -> NDArray[np.bool_]:
        """Where modality values are colours."""
        where: NDArray[np.bool_] = values >= self.first * self.slope + self.intercept
        return where

    def rgb(self, values: Pixels) -> NDArray[np.uint8]:
        stored = np.rint((values.astype(np.float64) - self.intercept) / self.slope)
        return palette_rgb(self.luts, stored)


_FRAME_TYPES = (0x00189226, 0x00189329, 0x00189751, 0x00189806)
"""The sequences with the frame type of MR, CT, PET and ultrasound, which hold a frame's Pixel Presentation."""


def supplement(source: Attributes, rescale: tuple[float, float]) -> Supplement | None:
    """The colours in a grey image: only where Pixel Presentation says that it has some (PS3.3 C.8.16.2.1.1).

    Palettes alone say nothing. Without Pixel Presentation, and with MONOCHROME, the image is grey, as for dcmtk.
    """
    how = text(source, 0x00089205)
    if how not in ("COLOR", "MIXED") or text(source, 0x00280004) != "MONOCHROME2" or not source.has(0x00281101):
        return None
    frames = _coloured_frames(source) if how == "MIXED" else None
    if frames is not None and not frames:
        return None
    try:
        luts = palette(source)
    except BrokenObject:
        return None
    return Supplement(luts[0].first, luts, *rescale, frames)


def _coloured_frames(source: Attributes) -> frozenset[int]:
    """Of an image that is MIXED: each frame says it for itself, or the shared group for those that don't."""

    def stated(group: Attributes) -> str:
        kinds = (text(item, 0x00089205) for tag in _FRAME_TYPES for item in group.items(tag))
        return next((kind for kind in kinds if kind), "")

    shared = next((stated(group) for group in source.items(0x52009229)), "")
    each = source.items(0x52009230)
    return frozenset(n for n, group in enumerate(each) if (stated(group) or shared) == "COLOR")


def _words(source: Attributes, tag: int) -> bytes:
    """Table data as little-endian words."""
    raw = source.raw(tag)
    if isinstance(source, Header) and source.big_endian and len(raw) % 2 == 0:
        return np.frombuffer(raw, ">u2").astype("<u2").tobytes()
    return raw


def _lut(descriptor: list[float], raw: bytes, values: list[float], signed: bool) -> Lut | None:
    """Entries of 8 bits may lie in bytes or, as some write them, in 16-bit words (PS3.3 C.7.6.3.1.6)."""
    if len(descriptor) != 3:
        return None
    count = int(descriptor[0]) & 0xFFFF or 65536
    bits = int(descriptor[2])
    if len(raw) >= 2 * count:
        entries = np.frombuffer(raw, "<u2", count).copy()
    elif len(raw) >= count:
        entries = np.frombuffer(raw, np.uint8, count).astype(np.uint16)
    elif values:
        entries = np.array(values, np.uint16)
    else:
        return None
    return Lut(_first(descriptor[1], signed), entries, max(bits, int(entries.max(initial=0)).bit_length(), 1))


def _first(value: float, signed: bool) -> int:
    first = int(value)
    return first - 65536 if signed and first > 32767 else first


def _segmented(descriptor: list[float], raw: bytes, signed: bool) -> Lut:
    """Segmented palette (PS3.3 C.7.9.2): discrete, linear and indirect segments."""
    bits = int(descriptor[2])
    words = np.frombuffer(raw, np.uint8 if bits == 8 else "<u2").astype(np.int64)
    count = int(descriptor[0]) & 0xFFFF or 65536
    found: list[int] = []
    position = 0

    def take(position: int, budget: int) -> int:
        kind, length = int(words[position]), int(words[position + 1])
        position += 2
        if kind == 0:
            found.extend(int(v) for v in words[position : position + length])
            return position + length
        if kind == 1 and found:
            end = int(words[position])
            found.extend(round(float(v)) for v in np.linspace(found[-1], end, length + 1)[1:])
            return position + 1
        if kind == 2 and budget > 0:
            place, used = _offset(words, position, bits)
            for _ in range(length):
                place = take(place, budget - 1)
            return position + used
        raise BrokenObject(tr("its colour table is damaged"))

    try:
        while position + 2 <= len(words) and len(found) < count:
            position = take(position, 4)
    except IndexError as cause:
        raise BrokenObject(tr("its colour table is damaged")) from cause
    entries = np.array((found or [0])[:count], np.uint16)
    return Lut(_first(descriptor[1], signed), entries, max(bits, 1))


def _offset(words: NDArray[np.int64], position: int, bits: int) -> tuple[int, int]:
    """(index of the segment that a byte offset of two words, or of four bytes, points at, entries used)."""
    if bits == 8:
        parts = [int(words[position + n]) << 8 * n for n in range(4)]
        return sum(parts), 4
    return (int(words[position]) | int(words[position + 1]) << 16) // 2, 2


_PADDING = ((0x00280120, 0x00280121), (0x00280122, 0x00280124), (0x00280123, 0x00280125))


def padding(source: Attributes, rescale: tuple[float, float]) -> tuple[float, float] | None:
    """(lowest, highest) modality value that stands for no image (PS3.3 C.7.5.1.1.2); None where none is told.

    Nothing under a Modality LUT: several stored values may give the value of the padding. Where the rescale has
    fractions, which floats round, it reaches a quarter of a stored value further on both sides. What is no number
    needs no padding: it is never an image.
    """
    tag, limit = next((pair for pair in _PADDING if source.has(pair[0])), (0, 0))
    if not tag:
        return None
    if source.has(0x00283000) or whole(source, 0x00280002, 1) != 1:
        return None
    ends = [number(source, tag)]
    if source.has(limit):
        ends.append(number(source, limit))
    if tag == 0x00280120:
        bits = whole(source, 0x00280101, 16) or 16
        ends = [_stored(int(end), bits, signed=whole(source, 0x00280103) == 1) for end in ends]
    slope, intercept = rescale
    values = sorted(end * slope + intercept for end in ends)
    if not all(map(isfinite, values)):
        return None
    exact = float(slope).is_integer() and float(intercept).is_integer()
    spare = 0.0 if exact else abs(slope) / 4
    return values[0] - spare, values[-1] + spare


def _stored(value: int, bits: int, *, signed: bool) -> int:
    """A padding value as the pixels carry it: its bits above Bits Stored dropped, then the sign extended."""
    value &= (1 << bits) - 1
    return value - (1 << bits) if signed and value >> (bits - 1) else value
