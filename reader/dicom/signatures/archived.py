"""Undoing what an archive changed and recorded, to see whether the signature holds for what was signed.

An archive may coerce patient, study and order attributes (PS3.4 B.4.1.3); it then keeps the former values in the
Original Attributes Sequence (PS3.3 C.12.1.1.9).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reader.dicom.signatures.encoding import Element
from reader.dicom.signatures.profile import ORIGINAL_ATTRIBUTES, items, value

_MODIFIED, _WHEN, _SYSTEM = 0x04000550, 0x04000562, 0x04000563
_PATIENT_GROUP = 0x0010
# Besides the patient's: character set, study, accession and the order.
_COERCIBLE = frozenset((
    0x00080005, 0x00080020, 0x00080030, 0x00080050, 0x00080051, 0x00080090, 0x00081030, 0x0020000D, 0x00200010,
    0x00321060, 0x0040A370,
))  # fmt: skip


@dataclass(frozen=True)
class Change:
    """What an archive recorded that it changed. system: its own name; tags: the attributes."""

    system: str
    tags: frozenset[int]


def before_archive(
    elements: Iterable[Element], covered: Collection[int]
) -> tuple[tuple[Element, ...], Change] | None:
    """The data set as it was before, or None where no archive says that it changed anything it may change.

    covered: the tags that were signed; an attribute that is not among them was not there.
    """
    present = {e.tag: e for e in elements}
    records = sorted(items(present, ORIGINAL_ATTRIBUTES), key=lambda item: value(item, _WHEN))[::-1]
    tags: set[int] = set()
    for record in records:  # the latest change is undone first
        for former in items({e.tag: e for e in record}, _MODIFIED):
            for element in former:
                if element.tag >> 16 != _PATIENT_GROUP and element.tag not in _COERCIBLE:
                    return None
                tags.add(element.tag)
                present[element.tag] = element
    if not tags:
        return None
    restored = tuple(e for tag, e in sorted(present.items()) if tag in covered or tag not in tags)
    system = value(records[0], _SYSTEM).decode("utf-8", "replace").strip(" \0")
    return restored, Change(system, frozenset(tags))
