"""The program's own private elements (PS3.5 7.8), known to pydicom too.

Whoever stores a report in implicit VR drops the VRs of private elements; with the entries made here they come back
as they were, and a signature over them still holds.
"""

from __future__ import annotations

from enum import Enum

from pydicom.datadict import add_private_dict_entries

PRIVATE_GROUP = 0x0071
PRIVATE_CREATOR = "READER REPORT 1"


class Private(Enum):
    """Elements of the private block, all LO."""

    TEMPLATE = 0x01
    SITE = 0x02
    MODALITY = 0x03
    BODY_PART = 0x04


_FIRST = PRIVATE_GROUP << 16 | 0x1000
add_private_dict_entries(
    PRIVATE_CREATOR, {_FIRST | e.value: ("LO", "1", f"Report {e.name.lower()}", "") for e in Private}
)
