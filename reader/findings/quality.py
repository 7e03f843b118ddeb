"""Why an image is poor: what a reader marks for those who took it. Plain codes.

A marked image is a key image of the report whose finding is one of these reasons. It goes out as a Key Object
Selection with the title (113010, DCM, "Quality Issue") and the reason as its modifier (PS3.16 TID 2010, CID 7011).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from reader.dicom.values import Code

REASONS: tuple[Code, ...] = (
    Code("111209", "DCM", "Positioning"),
    Code("111210", "DCM", "Motion blur"),
    Code("111211", "DCM", "Under exposed"),
    Code("111212", "DCM", "Over exposed"),
    Code("113026", "DCM", "Double exposure"),
    Code("111207", "DCM", "Image artifact(s)"),
    Code("111208", "DCM", "Grid artifact(s)"),
    Code("111214", "DCM", "Detector artifact(s)"),
    Code("111219", "DCM", "Inappropriate image processing"),
    Code("111220", "DCM", "Other failure"),
)
REJECTIONS = frozenset({"113001", "113037", "113038", "113039"})
"""Titles that say of images that they are not to be used (CID 7010, IHE IOCM)."""


class _Marked(Protocol):
    @property
    def finding(self) -> Code: ...


def reasons(marked: Iterable[_Marked]) -> tuple[Code, ...]:
    """Why images are poor, each reason once. marked: key images."""
    return tuple(dict.fromkeys(one.finding for one in marked if one.finding in REASONS))
