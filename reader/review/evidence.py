"""Whether what reports are built on is as it was signed: measurements, key images, saved views. Any thread."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from reader.dicom.attributes import text
from reader.dicom.header import DEFLATED_TOO, BrokenObject, Header, read_header
from reader.dicom.objects import (
    CAD_REPORT,
    KEY_OBJECTS,
    OTHER_REPORT,
    PRESENTATION_STATE,
    STRUCTURED_REPORT,
    TEXT_REPORT,
    kind_of,
)
from reader.dicom.signatures.model import Signature, SignatureError, Verdict
from reader.dicom.signatures.reading import read_signatures
from reader.dicom.signatures.trust import Trust
from reader.review.model import PROVING, ReportVersion, Unsound

_OF_PERSONS = (STRUCTURED_REPORT, TEXT_REPORT, CAD_REPORT, OTHER_REPORT, KEY_OBJECTS, PRESENTATION_STATE)

_BROKEN = (Verdict.TAMPERED, Verdict.UNREADABLE)
# (FFFA,FFFA) in little and in big endian: most results of algorithms have none, and are large.
_TAGS = (b"\xfa\xff\xfa\xff", b"\xff\xfa\xff\xfa")


class Result(NamedTuple):
    """A DICOM file that may carry a person's signature."""

    uid: str
    sop_class: str
    data: bytes


def result_of(header: Header, data: bytes) -> Result | None:
    """None where persons here sign nothing of that kind."""
    uid, sop_class = text(header, 0x00080018), text(header, 0x00080016)
    return Result(uid, sop_class, data) if kind_of(sop_class) in _OF_PERSONS else None


def unsound_in(
    results: Iterable[Result], versions: Iterable[ReportVersion], own: Collection[str], trust: Trust
) -> dict[str, Unsound]:
    """What of these results can't be relied on, by SOP Instance UID.

    versions: the reports of the exam; own: SOP Instance UIDs of those that this program wrote, which signs what
    it stores beside a signed report. What no report is built on counts as it always has, unless it was changed
    since it was signed: other programs sign by other profiles.
    """
    built: dict[str, list[ReportVersion]] = {}
    for version in versions:
        for reference in version.evidence:
            built.setdefault(reference.sop_instance_uid, []).append(version)
    found: dict[str, Unsound] = {}
    for result in results:
        by, signature = built.get(result.uid, []), _worst(result.data, trust)
        if signature is None:
            signed = bool(by) and all(v.signatures and v.reference.sop_instance_uid in own for v in by)
            if signed and kind_of(result.sop_class) is STRUCTURED_REPORT:
                found[result.uid] = Unsound(result.uid)
        elif by and signature.verdict not in PROVING:
            better = any(v.verdict in (*PROVING, Verdict.DOUBTFUL) for v in by)
            shown = signature.verdict not in _BROKEN and not better
            found[result.uid] = Unsound(result.uid, signature, shown=shown)
        elif signature.verdict is Verdict.TAMPERED:
            found[result.uid] = Unsound(result.uid, signature)
    return found


def without(objects: Iterable[bytes], gone: Collection[str]) -> list[bytes]:
    """The objects but those of these SOP Instance UIDs."""
    return [data for data in objects if _uid(data) not in gone] if gone else list(objects)


def _uid(data: bytes) -> str:
    try:
        return text(read_header(data), 0x00080018)
    except BrokenObject:
        return ""


def _worst(data: bytes, trust: Trust) -> Signature | None:
    """The signature of which the worst is to be said; None where there is none."""
    rank = list(Verdict)
    return min(_signatures(data, trust), key=lambda one: rank.index(one.verdict), default=None)


def _signatures(data: bytes, trust: Trust) -> Iterator[Signature]:
    if not any(tag in data for tag in _TAGS) and read_header(data).transfer_syntax not in DEFLATED_TOO:
        return
    try:
        yield from read_signatures(data, trust)
    except SignatureError as error:
        yield Signature("", None, "", "", reason=error.user_message)
