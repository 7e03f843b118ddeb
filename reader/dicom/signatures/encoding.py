"""Explicit VR little endian as bytes: just enough to sign and verify without changing a byte (PS3.5 7.1.2).

A signature holds for bytes, so nothing here decodes a value: padding, character sets and number formats stay
as whoever wrote the file left them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LONG = frozenset((b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"))
_UNDEFINED = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_DEEPEST = 100


class EncodingError(ValueError):
    """These bytes are no explicit VR little endian data set that this reader knows."""


@dataclass(frozen=True)
class Element:
    """One data element: tag as 0xggggeeee, value as encoded, or the items of a sequence."""

    tag: int
    vr: bytes
    value: bytes = b""
    items: tuple[tuple[Element, ...], ...] | None = None

    @property
    def text(self) -> str:
        """The value of a VR of the default repertoire, without its padding."""
        return self.value.decode("latin-1").strip(" \0")


def parse(data: bytes) -> tuple[Element, ...]:
    """The elements of a data set (without file meta information); raises `EncodingError`."""
    return tuple(_Parser(data).elements(len(data), 0))


def encode(elements: Iterable[Element]) -> bytes:
    """The elements in ascending order, sequences and items with explicit lengths."""
    return b"".join(_encoded(element) for element in sorted(elements, key=lambda element: element.tag))


def signable(tag: int) -> bool:
    """Whether a signature may cover this element (PS3.3 C.12.1.1.3.1.1)."""
    group, number = tag >> 16, tag & 0xFFFF
    if group < 0x0008 or number == 0 or group == 0xFFFA:
        return False
    return tag not in (0x00080001, 0x4FFE0001, 0xFFFCFFFC, _ITEM_END, _SEQUENCE_END)


def mac_stream(elements: Iterable[Element]) -> Iterator[bytes]:
    """What the MAC is calculated over: sequences and items without their lengths, each sequence closed by
    its delimitation tag, items without one; all else as encoded (PS3.3 C.12.1.1.3.1.1)."""
    for element in elements:
        if not signable(element.tag):
            continue
        if element.items is None:
            yield _encoded(element)
            continue
        yield _tag(element.tag) + b"SQ\0\0"
        for item in element.items:
            yield _tag(_ITEM)
            yield from mac_stream(item)
        yield _tag(_SEQUENCE_END)


def element(tag: int, vr: bytes, value: bytes | str) -> Element:
    """An element with its value padded to even length as its VR asks."""
    raw = value.encode("ascii") if isinstance(value, str) else value
    if len(raw) % 2:
        raw += b"\0" if vr in (b"OB", b"UI", b"UN") else b" "
    return Element(tag, vr, raw)


def sequence(tag: int, *items: Iterable[Element]) -> Element:
    return Element(tag, b"SQ", items=tuple(tuple(sorted(item, key=lambda e: e.tag)) for item in items))


def _tag(tag: int) -> bytes:
    return struct.pack("<HH", tag >> 16, tag & 0xFFFF)


def _encoded(element: Element) -> bytes:
    value = element.value
    if element.items is not None:
        bodies = [encode(item) for item in element.items]
        value = b"".join(_tag(_ITEM) + struct.pack("<I", len(body)) + body for body in bodies)
    if element.vr in _LONG:
        return _tag(element.tag) + element.vr + b"\0\0" + struct.pack("<I", len(value)) + value
    if len(value) > 0xFFFF:
        raise EncodingError(f"({element.tag:08X}) is too long for its VR")
    return _tag(element.tag) + element.vr + struct.pack("<H", len(value)) + value


class _Parser:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def elements(self, end: int, depth: int, *, in_item: bool = False) -> Iterator[Element]:
        """Elements up to `end`, or in an item of undefined length (end -1) up to its delimiter."""
        if depth > _DEEPEST:
            raise EncodingError("sequences nested too deeply")
        while end < 0 or self._at < end:
            tag = self._take_tag()
            if in_item and end < 0 and tag == _ITEM_END:
                self._take(4)
                return
            vr = self._take(2)
            if not vr.isalpha() or not vr.isupper():
                raise EncodingError(f"({tag:08X}) has no VR")
            if vr in _LONG:
                if self._take(2) != b"\0\0":
                    raise EncodingError(f"({tag:08X}) has something in its reserved bytes")
                (length,) = struct.unpack("<I", self._take(4))
            else:
                (length,) = struct.unpack("<H", self._take(2))
            if vr == b"SQ":
                yield Element(tag, vr, items=tuple(self._items(length, depth)))
            elif length == _UNDEFINED:
                raise EncodingError(f"({tag:08X}) is encapsulated or of unknown VR and undefined length")
            else:
                yield Element(tag, vr, self._take(length))
        if end >= 0 and self._at != end:
            raise EncodingError("an element is longer than what holds it")

    def _items(self, length: int, depth: int) -> Iterator[tuple[Element, ...]]:
        end = -1 if length == _UNDEFINED else self._at + length
        while end < 0 or self._at < end:
            tag = self._take_tag()
            (size,) = struct.unpack("<I", self._take(4))
            if tag == _SEQUENCE_END and end < 0:
                return
            if tag != _ITEM:
                raise EncodingError(f"({tag:08X}) where an item should be")
            stop = -1 if size == _UNDEFINED else self._at + size
            yield tuple(self.elements(stop, depth + 1, in_item=True))
        if self._at != end:
            raise EncodingError("an item is longer than its sequence")

    def _take(self, count: int) -> bytes:
        part = self._data[self._at : self._at + count]
        if len(part) != count:
            raise EncodingError("the data set ends in the middle of an element")
        self._at += count
        return part

    def _take_tag(self) -> int:
        group, number = struct.unpack("<HH", self._take(4))
        return int(group) << 16 | int(number)
