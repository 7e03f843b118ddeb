"""What STOW-RS (PS3.18 10.5) sends and answers, and how an object that was stored is known again. No network."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from reader.core.errors import ReaderError
from reader.core.refusals import Refusal
from reader.core.text import counted, together, tr
from reader.dicom.header import BrokenObject, Header, read_header
from reader.dicom.json_model import Json, items, value

CHEAP = 1024 * 1024
"""Objects up to this size are fetched again and compared with what was sent."""
OTHER_CONTENT = 0x0111
"""Failure reason "Duplicate SOP Instance": here of one that is not what was sent."""
_ALREADY_THERE = frozenset({0x0111, 0xA700 + 0x11})
_BOUNDARY = "reader-store-3f6a2c"
_REPORTED = 0x0040


class StoreRefused(ReaderError):
    """Some objects were not stored. failures: (SOP Instance UID, failure reason (0008,1197)) of each; refusal: why,
    where the hub named it."""

    def __init__(self, failures: Sequence[tuple[str, int]], total: int, refusal: Refusal | None = None) -> None:
        again = tr("Retried automatically; if it continues, tell your administrator.")
        super().__init__(
            counted(
                "The hub did not store {count} of {total} document.",
                "The hub did not store {count} of {total} documents.",
                total, count=len(failures), total=total,
            ),
            together(refusal.translated, refusal.way_on) if refusal else again,
            safe=tr("Everything is kept on this computer until the hub has it."),
        )
        self.failures = tuple(failures)


@dataclass(frozen=True)
class ObjectId:
    """Where an object belongs, by its UIDs, and the SHA-256 of its file."""

    study: str
    series: str
    uid: str
    sop_class: str
    digest: str


def object_id(data: bytes) -> ObjectId:
    """Of a Part 10 file. Raises `BrokenObject`."""
    header = read_header(data)
    study, series, uid, sop_class = (
        (header.texts(tag) or [""])[0] for tag in (0x0020000D, 0x0020000E, 0x00080018, 0x00080016)
    )
    if not (study and series and uid):
        raise BrokenObject(tr("it does not say what it belongs to"))
    return ObjectId(study, series, uid, sop_class, hashlib.sha256(data).hexdigest())


def multipart(objects: Sequence[bytes]) -> tuple[str, bytes]:
    """(Content-Type, body) of one STOW request."""
    pieces: list[bytes] = []
    for data in objects:
        head = f"--{_BOUNDARY}\r\nContent-Type: application/dicom\r\nContent-Length: {len(data)}\r\n\r\n"
        pieces += [head.encode(), data, b"\r\n"]
    body = b"".join(pieces) + f"--{_BOUNDARY}--\r\n".encode()
    return f'multipart/related; type="application/dicom"; boundary={_BOUNDARY}', body


def receipt(answers: Sequence[Json]) -> tuple[set[str], list[tuple[str, int]]]:
    """(the SOP Instance UIDs that an answer says are there now, what failed); what was there counts as stored."""
    stored: set[str] = set()
    failed: list[tuple[str, int]] = []
    for answer in answers:
        stored |= {str(value(entry, "00081155")) for entry in items(answer, "00081199")}
        for entry in items(answer, "00081198"):
            uid, reason = str(value(entry, "00081155")), _number(value(entry, "00081197", 0))
            if reason in _ALREADY_THERE:
                stored.add(uid)
            else:
                failed.append((uid, reason))
    return stored, failed


def same_object(ours: bytes, theirs: bytes) -> bool:
    """Whether a server gives back what it was sent. Servers write file meta information of their own, and may
    correct patient and order attributes: compared are the UIDs and all that is said, which is group 0040.
    """
    mine, other = read_header(ours), read_header(theirs)
    if _dataset(mine) == _dataset(other):
        return True
    if any(mine.texts(tag) != other.texts(tag) for tag in (0x00080016, 0x00080018, 0x0020000D, 0x0020000E)):
        return False
    if mine.transfer_syntax != other.transfer_syntax:
        return True
    said = [tag for tag in mine.tags() if tag >> 16 == _REPORTED]
    return all(mine.raw(tag).rstrip(b" \0") == other.raw(tag).rstrip(b" \0") for tag in said)


def _dataset(header: Header) -> bytes:
    starts = [start for tag, (_, start, _) in header.elements.items() if tag >> 16 != 2]
    return header.data[min(starts) :] if starts else b""


def _number(found: object) -> int:
    try:
        return int(str(found))
    except ValueError:
        return 0
