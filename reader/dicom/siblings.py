"""The headers of objects that have most of their bytes in common: the images of a series.

Of 600 slices a dozen values differ. What lies between them is compared as bytes, which takes 10 µs instead of
60 µs for walking the elements; and what is made from values that are the same for all is made once. Nothing is
taken on trust: a header that is built otherwise is read by itself.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from reader.dicom.attributes import Attributes
from reader.dicom.header import (
    DEFLATED_TOO,
    SHORT,
    UNDEFINED,
    Header,
    PixelPlace,
    read_header,
    walk,
)
from reader.dicom.values import PersonName

P = ParamSpec("P")
T = TypeVar("T")
Entry = tuple[bytes, int, int]
_Inside = tuple[int, bytes, int, int]
_Step = tuple[bytes, tuple[_Inside, ...], bool, int, bytes]
"""(bytes up to a length field, the elements in them, whether the field has two bytes, the tag of the value or 0
where it is of the file meta information, its VR)."""
VARYING = frozenset({0x00020000, 0x00020003, 0x00080018, 0x00200013, 0x00200032, 0x00201041})
_ALIKE = frozenset({0x00020010, 0x00080005})
"""Transfer syntax and character set say how all the rest is read."""
_LESSONS = 12
_short, _long = struct.Struct("<H").unpack_from, struct.Struct("<I").unpack_from


class Siblings:
    """Reads the headers of one series. Any thread."""

    def __init__(self) -> None:
        self._form: _Form | None = None
        self._lessons = _LESSONS

    def read(self, data: bytes | bytearray | memoryview, *, whole: bool = True) -> Header:
        """As `read_header`."""
        form = self._form
        if form is not None:
            data = bytes(data)
            found = form.read(data)
            if found is not None:
                return found
        header = read_header(data, whole=whole)
        if self._lessons > 0:
            self._lessons -= 1
            self._form = _learn(form, header) or form
        return header


def common(
    make: Callable[Concatenate[Attributes, P], T], source: Attributes, *args: P.args, **named: P.kwargs
) -> T:
    """`make(source, ...)`, made once for all siblings that agree in every attribute that it asks for.

    make: a function of the attributes alone; what it gives is never changed.
    """
    if not isinstance(source, Sibling):
        return make(source, *args, **named)
    key = (make, args, *named.items())
    made = source.form.made.get(key)
    if made is None:
        noting = _Noting(source)
        value = make(noting, *args, **named)
        made = source.form.made[key] = _Made(value) if noting.asked.isdisjoint(source.form.varying) else _OWN
        return value
    return make(source, *args, **named) if made is _OWN else made.value


class _Made(Generic[T]):
    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value


_OWN: _Made[Any] = _Made(None)
"""Each sibling has its own."""


class Sibling(Header):
    """A header that agrees with its form in everything but the varying values."""

    __slots__ = ("form",)

    def __init__(self, form: _Form, data: bytes, elements: dict[int, Entry], pixels: PixelPlace) -> None:
        self._data, self._elements, self.pixels, self.form = data, elements, pixels, form
        sample = form.sample
        self._explicit, self._big, self._depth = sample._explicit, sample._big, 0
        self._charset, self.transfer_syntax = sample._charset, sample.transfer_syntax


class _Noting(Header):
    """Notes which attributes are asked for."""

    __slots__ = ("asked",)

    def __init__(self, header: Header) -> None:
        for name in Header.__slots__:
            setattr(self, name, getattr(header, name))
        self.asked: set[int] = set()

    def vr(self, tag: int) -> str:
        self.asked.add(tag)
        return super().vr(tag)

    def raw(self, tag: int) -> bytes:
        self.asked.add(tag)
        return super().raw(tag)

    def has(self, tag: int) -> bool:
        self.asked.add(tag)
        return super().has(tag)

    def texts(self, tag: int) -> list[str]:
        self.asked.add(tag)
        return super().texts(tag)

    def numbers(self, tag: int) -> list[float]:
        self.asked.add(tag)
        return super().numbers(tag)

    def name(self, tag: int) -> PersonName:
        self.asked.add(tag)
        return super().name(tag)

    def items(self, tag: int) -> list[Header]:
        self.asked.add(tag)
        return super().items(tag)


class _Form:
    """A header as bytes in common and, between them, the values that vary.

    varying: their tags, those of the file meta information too.
    """

    def __init__(self, sample: Header, varying: frozenset[int]) -> None:
        assert sample.pixels is not None
        self.sample, self.varying = sample, varying
        self.made: dict[tuple[Any, ...], _Made[Any]] = {}
        self._place = pixels = sample.pixels
        data, elements = sample.data, sample.elements
        cuts = []
        for found, explicit in ((_meta(data), True), (elements, sample.explicit)):
            for tag, (vr, start, length) in found.items():
                short = explicit and vr in SHORT
                undefined = not short and _long(data, start - 4)[0] == UNDEFINED
                if tag in varying and not undefined:
                    cuts.append((start - (2 if short else 4), start + length, short, tag, vr))
        entries = sorted((start, length, tag, vr) for tag, (vr, start, length) in elements.items())
        self._steps: list[_Step] = []
        position = 0
        for cut, end, short, tag, vr in sorted(cuts):
            between = _entries(entries, position, cut)
            self._steps.append((data[position:cut], between, short, tag if tag in elements else 0, vr))
            position = end
        self._last = data[position : pixels.offset]
        self._last_entries = _entries(entries, position, pixels.offset)

    def read(self, data: bytes) -> Sibling | None:
        """None where it is built otherwise, or goes on after these bytes."""
        elements: dict[int, Entry] = {}
        position, size = 0, len(data)
        for segment, entries, short, varies, written in self._steps:
            if not data.startswith(segment, position):
                return None
            for tag, vr, start, length in entries:
                elements[tag] = (vr, position + start, length)
            position += len(segment)
            if position + 4 > size:
                return None
            (length,) = _short(data, position) if short else _long(data, position)
            position += 2 if short else 4
            if varies:
                elements[varies] = (written, position, length)
            position += length
        if not data.startswith(self._last, position):
            return None
        for tag, vr, start, length in self._last_entries:
            elements[tag] = (vr, position + start, length)
        place = self._place
        pixels = PixelPlace(place.tag, place.vr, position + len(self._last), place.length)
        return Sibling(self, data, elements, pixels)


def _entries(entries: list[tuple[int, int, int, bytes]], first: int, end: int) -> tuple[_Inside, ...]:
    """The elements whose values lie in these bytes, counted from there."""
    return tuple((tag, vr, start - first, length) for start, length, tag, vr in entries if first < start <= end)


def _meta(data: bytes) -> Mapping[int, Entry]:
    """The elements of the file meta information (PS3.10 7.1)."""
    start = 132 if data[128:132] == b"DICM" else 0
    if data[start : start + 2] != b"\x02\0":
        return {}
    return walk(data, start, len(data), True, False, 0, whole=True, in_item=False, only_group=2)[0]


def _learn(form: _Form | None, header: Header) -> _Form | None:
    """What the next headers are compared with after one that did not fit; None where they can't be."""
    if header.pixels is None or header.big_endian or header.transfer_syntax in DEFLATED_TOO:
        return None
    if form is None:
        return _Form(header, VARYING)
    sample = form.sample
    seen = {tag for tag in sample.tags() if sample.raw(tag) != header.raw(tag)}
    meta = _meta(header.data)
    seen |= {tag for tag, entry in _meta(sample.data).items() if _cut(sample, entry) != _cut(header, meta.get(tag))}
    alike = sample.tags() == header.tags() and not seen & _ALIKE
    return _Form(sample if alike else header, (form.varying | seen) - _ALIKE)


def _cut(header: Header, entry: Entry | None) -> bytes:
    return b"" if entry is None else header.data[entry[1] : entry[1] + entry[2]]
