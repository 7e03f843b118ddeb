"""The Structured Reporting RSA profile: what a signature covers, and what it is calculated over (PS3.15 C.4)."""

from __future__ import annotations

from collections.abc import Iterable

from reader.dicom.signatures.encoding import Element, mac_stream

MAC_PARAMETERS, DIGITAL_SIGNATURES = 0x4FFE0001, 0xFFFAFFFA
MAC_ID, MAC_SYNTAX, MAC_ALGORITHM, ELEMENTS_SIGNED = 0x04000005, 0x04000010, 0x04000015, 0x04000020
SIGNATURE_UID, SIGNATURE_TIME, CERTIFICATE_TYPE = 0x04000100, 0x04000105, 0x04000110
CERTIFICATE, SIGNATURE, STAMP_TYPE, STAMP, PURPOSE = 0x04000115, 0x04000120, 0x04000305, 0x04000310, 0x04000401
VERIFICATION_FLAG = 0x0040A493

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
# What this program signs besides: the character set that gives the bytes their meaning, this very object,
# whose it is, and the flags that say how final it is.
ALSO = frozenset((
    0x00080005, 0x00080018, 0x00080023, 0x00080033, 0x00080050, 0x00080201,
    0x00100010, 0x00100020, 0x00100021, 0x00100030, 0x00100040, 0x0040A370,
    0x0040A078, 0x0040A07A, 0x0040A491, 0x0040A492, VERIFICATION_FLAG, 0x0040A496,
))  # fmt: skip


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
