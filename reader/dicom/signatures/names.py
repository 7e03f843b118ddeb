"""Names of elements for people: the ones a report's reader knows in their language, the rest by the dictionary."""

from __future__ import annotations

from pydicom.datadict import dictionary_description

from reader.core.text import mark, tr

_NAMES = {
    0x00080012: mark("date of creation"), 0x00080013: mark("time of creation"),
    0x00080020: mark("exam date"), 0x00080030: mark("exam time"), 0x00080050: mark("accession number"),
    0x00080060: mark("modality"), 0x00080090: mark("referring physician"), 0x00081030: mark("exam description"),
    0x0008103E: mark("series description"), 0x00100010: mark("patient's name"), 0x00100020: mark("patient ID"),
    0x00100021: mark("issuer of the patient ID"), 0x00100030: mark("birth date"), 0x00100040: mark("sex"),
    0x0020000D: mark("exam UID"), 0x00200010: mark("exam ID"), 0x00200011: mark("series number"),
    0x00200013: mark("instance number"), 0x0040A370: mark("order"),
}  # fmt: skip


def name_of(tag: int) -> str:
    """In the user's language where it is one of these; else as PS3.6 calls it, or the tag."""
    if tag in _NAMES:
        return tr(_NAMES[tag])
    try:
        return str(dictionary_description(tag))
    except KeyError:
        return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"
