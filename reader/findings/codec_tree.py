"""An SR content tree as plain values (PS3.3 C.17.3), read tolerantly: what can't be read is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

import pydicom
from pydicom.dataset import Dataset
from pydicom.sr._snomed_dict import mapping as _snomed

from reader.dicom.datasets import READ_ERRORS
from reader.dicom.values import Code
from reader.findings.model import ImageReference

MAX_DEPTH = 40
MAX_ITEMS = 50_000


@dataclass(frozen=True)
class Item:
    """One content item. kind: Value Type. points: of SCOORD (column, row) or SCOORD3D (x, y, z), as written.

    images: what an IMAGE or COMPOSITE item refers to, with each segment number beside it (0 for none).
    frame_of_reference_uid: (3006,0024) of an SCOORD3D.
    """

    kind: str
    relation: str
    concept: Code | None
    children: tuple[Item, ...] = ()
    code: Code | None = None
    text: str = ""
    number: float | None = None
    unit: Code | None = None
    images: tuple[tuple[ImageReference, int], ...] = ()
    graphic: str = ""
    points: tuple[tuple[float, ...], ...] = ()
    frame_of_reference_uid: str = ""

    def walk(self) -> Iterator[Item]:
        """This item and everything below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def named(self, *codes: str) -> list[Item]:
        """The children whose concept has one of these code values."""
        return [child for child in self.children if child.concept is not None and child.concept.value in codes]

    def first_text(self, *codes: str) -> str:
        """The text or UID of the first child with one of these concepts; "" where there is none."""
        return next((child.text for child in self.named(*codes) if child.text), "")


def value(dataset: Dataset, keyword: str, default: Any = None) -> Any:
    """One attribute; the default where it is absent, empty or can't be decoded."""
    try:
        found = dataset.get(keyword, default)
    except READ_ERRORS:
        return default
    return default if found is None or found == "" else found


def text(dataset: Dataset, keyword: str) -> str:
    found = value(dataset, keyword, "")
    if isinstance(found, pydicom.multival.MultiValue):
        return ", ".join(str(part) for part in found)
    return str(found).strip()


def content_moment(dataset: Dataset) -> str:
    """Content Date and Time as DT, with the object's offset (0008,0201); "" where it has none."""
    day, time = text(dataset, "ContentDate"), text(dataset, "ContentTime").split(".")[0]
    return f"{day}{time}{text(dataset, 'TimezoneOffsetFromUTC')}" if day else ""


def sequence(dataset: Dataset, keyword: str) -> list[Dataset]:
    found = value(dataset, keyword, [])
    return list(found) if isinstance(found, pydicom.sequence.Sequence) else []


def numbers(dataset: Dataset, keyword: str) -> list[float]:
    """A numeric attribute as a list; empty where it is absent or one of it is no number that ends."""
    found = value(dataset, keyword, None)
    if found is None:
        return []
    try:
        parts = [float(part) for part in (found if hasattr(found, "__iter__") else [found])]
    except (TypeError, ValueError):
        return []
    return parts if all(map(isfinite, parts)) else []


def code_of(dataset: Dataset, keyword: str) -> Code | None:
    """A coded entry; old SNOMED-RT codes come back as SNOMED CT, since both are in use."""
    entries = sequence(dataset, keyword)
    if not entries:
        return None
    entry = entries[0]
    written = text(entry, "CodeValue") or text(entry, "LongCodeValue") or text(entry, "URNCodeValue")
    scheme, meaning = text(entry, "CodingSchemeDesignator"), text(entry, "CodeMeaning")
    if not written:
        return None
    if scheme in ("SRT", "SNM3", "99SDM"):
        newer = _snomed["SRT"].get(written)
        if newer is not None:
            return Code(newer, "SCT", meaning)
    return Code(written, scheme, meaning)


def read_tree(dataset: Dataset) -> Item:
    """The root of the content tree. Raises ValueError for a tree that is too deep or too large."""
    budget = [MAX_ITEMS]
    return _item(dataset, 0, budget)


def _item(dataset: Dataset, depth: int, budget: list[int]) -> Item:
    budget[0] -= 1
    if depth > MAX_DEPTH or budget[0] < 0:
        raise ValueError("the content tree is too deep or too large")
    kind = text(dataset, "ValueType")
    children = tuple(_item(child, depth + 1, budget) for child in sequence(dataset, "ContentSequence"))
    number, unit = _number(dataset) if kind == "NUM" else (None, None)
    graphic = text(dataset, "GraphicType") if kind in ("SCOORD", "SCOORD3D") else ""
    return Item(
        kind,
        text(dataset, "RelationshipType"),
        code_of(dataset, "ConceptNameCodeSequence"),
        children,
        code_of(dataset, "ConceptCodeSequence") if kind == "CODE" else None,
        _text(dataset, kind),
        number,
        unit,
        _images(dataset) if kind in ("IMAGE", "COMPOSITE") else (),
        graphic,
        _points(dataset, 3 if kind == "SCOORD3D" else 2) if graphic else (),
        text(dataset, "ReferencedFrameOfReferenceUID") if graphic else "",
    )


_TEXTS = {
    "TEXT": "TextValue",
    "UIDREF": "UID",
    "PNAME": "PersonName",
    "DATE": "Date",
    "TIME": "Time",
    "DATETIME": "DateTime",
}


def _text(dataset: Dataset, kind: str) -> str:
    keyword = _TEXTS.get(kind)
    if keyword is None:
        return ""
    found = text(dataset, keyword)
    # highdicom once wrote person names as TEXT items, others the other way round
    return found or text(dataset, "TextValue")


def _number(dataset: Dataset) -> tuple[float | None, Code | None]:
    for measured in sequence(dataset, "MeasuredValueSequence"):
        exact = numbers(measured, "FloatingPointValue") or numbers(measured, "NumericValue")
        if exact:
            return exact[0], code_of(measured, "MeasurementUnitsCodeSequence")
    return None, None


def frame_numbers(entry: Dataset) -> tuple[int, ...]:
    """The frames that a reference to an image means, from 1; () for all, where it names none."""
    return tuple(dict.fromkeys(int(number) for number in numbers(entry, "ReferencedFrameNumber")))


def _images(dataset: Dataset) -> tuple[tuple[ImageReference, int], ...]:
    found: list[tuple[ImageReference, int]] = []
    for entry in sequence(dataset, "ReferencedSOPSequence"):
        uid = text(entry, "ReferencedSOPInstanceUID")
        segments = [int(n) for n in numbers(entry, "ReferencedSegmentNumber")] or [0]
        if uid:
            reference = ImageReference(text(entry, "ReferencedSOPClassUID"), uid, frame_numbers(entry))
            found.extend((reference, segment) for segment in segments)
    return tuple(found)


def _points(dataset: Dataset, size: int) -> tuple[tuple[float, ...], ...]:
    flat = numbers(dataset, "GraphicData")
    return tuple(tuple(flat[n : n + size]) for n in range(0, len(flat) - size + 1, size))
