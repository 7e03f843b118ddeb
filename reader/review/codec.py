"""What review reads from and adds to a report's file, besides its signatures."""

from __future__ import annotations

from reader.dicom.signatures.encoding import element, encode
from reader.dicom.signatures.files import explicit
from reader.report.model import ObjectReference

_COMPLETION_NOTE = 0x0040A492


def reference_of(data: bytes) -> ObjectReference:
    """The UIDs of a DICOM file. Raises `SignatureError` where it can't be read."""
    _, elements = explicit(data)
    uids = {e.tag: e.text for e in elements if e.vr == b"UI"}
    return ObjectReference(*(uids.get(tag, "") for tag in (0x00080016, 0x00080018, 0x0020000E, 0x0020000D)))


def with_completion_note(data: bytes, note: str) -> bytes:
    """An unsigned SR with the explanation of its Completion Flag, (0040,A492), shortened to 64 bytes."""
    head, elements = explicit(data)
    line = " ".join(note.replace("\\", "/").split()).encode("utf-8")
    if len(line) > 64:  # validators count bytes where the standard counts characters
        line = line[:61].decode("utf-8", "ignore").rstrip().encode("utf-8") + "…".encode()
    kept = [e for e in elements if e.tag != _COMPLETION_NOTE]
    return head + encode([*kept, element(_COMPLETION_NOTE, b"LO", line)])


def completion_note(data: bytes) -> str:
    """(0040,A492) of an SR, "" where there is none."""
    _, elements = explicit(data)
    value = next((e.value for e in elements if e.tag == _COMPLETION_NOTE), b"")
    return value.decode("utf-8", "replace").strip(" \0")
