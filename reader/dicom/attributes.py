"""Reading attributes without caring where they came from: DICOM JSON (PS3.18 F) or the bytes of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, Protocol

from reader.dicom.charsets import mended
from reader.dicom.values import Code, PersonName


class Attributes(Protocol):
    """The attributes of one dataset or sequence item. Tags as 0xGGGGEEEE. Absent and empty are the same."""

    def has(self, tag: int) -> bool:
        """The attribute is there and not empty."""

    def texts(self, tag: int) -> list[str]:
        """All values as text in Unicode, stripped; [] where absent."""

    def numbers(self, tag: int) -> list[float]:
        """All values as numbers; those that are none are left out."""

    def items(self, tag: int) -> Sequence[Attributes]:
        """The items of a sequence; [] where absent."""

    def name(self, tag: int) -> PersonName:
        """A person name by component groups."""

    def raw(self, tag: int) -> bytes:
        """The bytes of a binary value; b"" where absent or only referred to."""


def text(source: Attributes, tag: int, default: str = "") -> str:
    values = source.texts(tag)
    return values[0] if values and values[0] else default


def number(source: Attributes, tag: int, default: float = 0.0) -> float:
    """The first value; "NaN" and one without end, as 1e999, are none."""
    values = source.numbers(tag)
    return values[0] if values and isfinite(values[0]) else default


def whole(source: Attributes, tag: int, default: int = 0) -> int:
    """Cut to a whole number."""
    return int(number(source, tag, default))


def vector(source: Attributes, tag: int, count: int) -> tuple[float, ...]:
    """Exactly so many numbers; () where one is missing, too many, or no number that ends."""
    values = source.numbers(tag)
    return tuple(values) if len(values) == count and all(map(isfinite, values)) else ()


def code(source: Attributes, tag: int) -> Code | None:
    """The first item of a code sequence (PS3.3 8.8)."""
    for item in source.items(tag):
        return Code(text(item, 0x00080100), text(item, 0x00080102), text(item, 0x00080104))
    return None


class JsonAttributes:
    """A dataset in the DICOM JSON model. Text that the server decoded as Latin-1 and is none is decoded anew."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data

    def _values(self, tag: int) -> list[Any]:
        entry = self.data.get(f"{tag:08X}")
        values = entry.get("Value") if isinstance(entry, dict) else None
        return values if isinstance(values, list) else []

    def has(self, tag: int) -> bool:
        return any(value is not None and value != "" for value in self._values(tag))

    def texts(self, tag: int) -> list[str]:
        return ["" if value is None else mended(str(value).strip()) for value in self._values(tag)]

    def numbers(self, tag: int) -> list[float]:
        found = []
        for value in self._values(tag):
            try:
                found.append(float(value))
            except (TypeError, ValueError):
                continue
        return found

    def items(self, tag: int) -> list[JsonAttributes]:
        return [JsonAttributes(value) for value in self._values(tag) if isinstance(value, dict)]

    def name(self, tag: int) -> PersonName:
        for value in self._values(tag):
            if isinstance(value, dict):
                groups = (mended(str(value.get(key, "")), "PN").strip().rstrip("^") for key in _GROUPS)
                return PersonName(*groups)
            return PersonName.parse(mended(str(value or ""), "PN"))
        return PersonName()

    def raw(self, tag: int) -> bytes:
        entry = self.data.get(f"{tag:08X}")
        inline = entry.get("InlineBinary") if isinstance(entry, dict) else None
        if not isinstance(inline, str):
            return b""
        from base64 import b64decode

        try:
            return b64decode(inline)
        except ValueError:
            return b""


_GROUPS = ("Alphabetic", "Ideographic", "Phonetic")
