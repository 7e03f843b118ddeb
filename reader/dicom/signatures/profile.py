"""What a signature covers: the Structured Reporting RSA profile, and everything else there is (PS3.15 C.4).

The profile names what has to be signed. This program signs all elements of the data set but these:

- what can't be signed (PS3.3 C.12.1.1.3.1.1): groups below 0008 (file meta information among them), group lengths,
  Length to End (0008,0001), Digital Signatures (group FFFA), MAC Parameters (4FFE,0001), Data Set Trailing Padding
  (FFFC,FFFC), and elements of VR UN or sequences with one inside;
- what an archive may write by the standard without touching the report: `OF_THE_ARCHIVE`.

Patient, study and order attributes are signed although an archive may coerce them (PS3.4 B.4.1.3): whose report it
is has to be part of what a doctor answers for. Where the archive kept the former values, as the standard asks
(Original Attributes Sequence), `archived.py` puts them back for the check, and the change is named.
"""

from __future__ import annotations

from collections.abc import Iterable

from reader.dicom.private import PRIVATE_CREATOR, PRIVATE_GROUP
from reader.dicom.signatures.encoding import Element, mac_stream, signable

MAC_PARAMETERS, DIGITAL_SIGNATURES = 0x4FFE0001, 0xFFFAFFFA
MAC_ID, MAC_SYNTAX, MAC_ALGORITHM, ELEMENTS_SIGNED = 0x04000005, 0x04000010, 0x04000015, 0x04000020
SIGNATURE_UID, SIGNATURE_TIME, CERTIFICATE_TYPE = 0x04000100, 0x04000105, 0x04000110
CERTIFICATE, SIGNATURE, STAMP_TYPE, STAMP, PURPOSE = 0x04000115, 0x04000120, 0x04000305, 0x04000310, 0x04000401
VERIFICATION_FLAG = 0x0040A493
ORIGINAL_ATTRIBUTES = 0x04000561

# General Equipment module, evidence, predecessors, observation time and the SR content (PS3.15 C.4.1).
_EQUIPMENT = (
    0x00080070, 0x00080080, 0x00080081, 0x00081010, 0x00081040, 0x00081041, 0x00081090, 0x00181000, 0x00181020,
    0x00181008, 0x0018100A, 0x00181002, 0x00181050, 0x00181200, 0x00181201, 0x00280120,
)  # fmt: skip
_CONTENT = (0x0040A040, 0x0040A043, 0x0040A050, 0x0040A504, 0x0040A032, 0x0040A171, 0x0040A730)
REQUIRED = frozenset(
    (0x00080016, 0x0020000D, 0x0020000E, 0x0040A375, 0x0040A385, 0x0040A360, *_EQUIPMENT, *_CONTENT)
)
REQUIRED_WHEN_VERIFIED = frozenset((0x00080018, VERIFICATION_FLAG, 0x0040A073, 0x0040A030))

OF_THE_ARCHIVE = frozenset((
    0x00080015,  # Instance Coercion DateTime: written by the archive that coerces (PS3.3 C.12.1, PS3.4 B.4.1.3)
    ORIGINAL_ATTRIBUTES,  # what an archive changed (PS3.3 C.12.1.1.9)
    0x00080054, 0x00080056,  # Retrieve AE Title, Instance Availability: where a copy is (PS3.4 C.4.1.1.3.2)
    0x00081190,  # Retrieve URL: the same for web services (PS3.18 10.6.3.3)
    0x00880130, 0x00880140,  # Storage Media File-set ID and UID: the disc of a copy (PS3.4 C.4.1.1.3.2)
    0x01000410, 0x01000420, 0x01000424, 0x01000426,  # SOP Instance Status: set by archives (PS3.3 C.12.1.1.4)
    0x04000600,  # Instance Origin Status: local or imported, as the archive sees it (PS3.3 C.12.1)
))  # fmt: skip

# Signed where it is there; who imports, copies or converts a report may add itself later (PS3.3 C.12.1.1.5).
_ADDED_LATER = frozenset((0x0018A001,))

# Before this program signed everything, its signatures left these open.
ONCE_LEFT_OPEN = frozenset((
    0x00080012, 0x00080013, 0x00080020, 0x00080030, 0x00080060, 0x00080090, 0x00081030, 0x0008103E, 0x00081111,
    0x00200010, 0x00200011, 0x00200013, 0x0040A372,
))  # fmt: skip


def to_sign(elements: Iterable[Element]) -> list[Element]:
    """What a new signature covers: everything that can be signed and that an archive has no reason to change."""
    return [e for e in elements if signable(e.tag) and e.tag not in OF_THE_ARCHIVE and not _unknown(e)]


def left_open(elements: Iterable[Element], covered: Iterable[int]) -> frozenset[int]:
    """The elements that a signature over the tags `covered` says nothing of, although it should.

    Private elements of others are no part of the report: nobody here reads them.
    """
    elements = tuple(elements)
    own = {e.tag & 0xFF for e in elements if _creator(e) and e.value.strip(b" \0") == PRIVATE_CREATOR.encode()}
    known = {*covered, *OF_THE_ARCHIVE, *_ADDED_LATER}

    def of_others(tag: int) -> bool:
        group, number = tag >> 16, tag & 0xFFFF
        return group % 2 == 1 and (group != PRIVATE_GROUP or (number >> 8 or number) not in own)

    return frozenset(e.tag for e in elements if e.tag not in known and signable(e.tag) and not of_others(e.tag))


def signed_bytes(covered: Iterable[Element], item: Iterable[Element]) -> bytes:
    """The covered elements of the data set, then those of the signature's item (PS3.3 C.12.1.1.3.1.1)."""
    apart = (CERTIFICATE, SIGNATURE, STAMP_TYPE, STAMP)
    own = sorted((e for e in item if e.tag not in apart), key=lambda e: e.tag)
    return b"".join((*mac_stream(covered), *mac_stream(own)))


def items(present: dict[int, Element], tag: int) -> tuple[tuple[Element, ...], ...]:
    found = present.get(tag)
    return (found.items or ()) if found is not None else ()


def value(item: Iterable[Element], tag: int) -> bytes:
    return next((e.value for e in item if e.tag == tag), b"")


def _unknown(element: Element) -> bool:
    """VR UN, here or in an item below."""
    return element.vr == b"UN" or any(_unknown(e) for item in element.items or () for e in item)


def _creator(element: Element) -> bool:
    return element.tag >> 16 == PRIVATE_GROUP and 0x10 <= element.tag & 0xFFFF <= 0xFF
