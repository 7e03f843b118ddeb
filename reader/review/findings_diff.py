"""What changed among the findings since a version: added, removed, another size, side, place or judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from reader.core.text import tr
from reader.dicom.values import Code
from reader.findings.model import Finding, ImageReference, Status, is_key_image
from reader.findings.service import judged, measurement_text, size_text, title
from reader.review.diff import Change, SectionDiff, Segment, compare_texts

_HEADING = Code("FINDINGS", "99READER", "Findings in the list")


def compare_findings(
    before: Iterable[Finding], now: Iterable[Finding], name: Callable[[ImageReference], str] = lambda _: ""
) -> SectionDiff | None:
    """The findings that differ, a line each, as a section of its own; None where none does.

    What nobody has judged counts on neither side. The same finding is told by its tracking UID. name: what an image
    is called, by which key images are told apart.
    """
    old = {finding.tracking_uid: _line(finding, name) for finding in judged(before)}
    new = {finding.tracking_uid: _line(finding, name) for finding in judged(now)}
    segments = list(_segments(old, new))
    return SectionDiff(_HEADING, tr("Findings in the list"), tuple(segments)) if segments else None


def _segments(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Segment]:
    changed = [uid for uid in dict.fromkeys((*new, *old)) if old.get(uid) != new.get(uid)]
    for number, uid in enumerate(changed):
        if number:
            yield Segment(Change.EQUAL, "\n")
        if uid not in old:
            yield Segment(Change.INSERTED, new[uid])
        elif uid not in new:
            yield Segment(Change.DELETED, old[uid])
        else:
            yield from compare_texts(old[uid], new[uid])


def _line(finding: Finding, name: Callable[[ImageReference], str]) -> str:
    """ "★ Im 116 · Halo"; "Nodule RUL · 16×11 mm · Mean attenuation 38 HU · rejected"."""
    if is_key_image(finding) and finding.key_image is not None:
        return " · ".join(part for part in (f"★ {name(finding.key_image)}", finding.note or title(finding)) if part)
    measured = (measurement_text(measurement) for measurement in finding.measurements)
    rejected = tr("rejected") if finding.status is Status.REJECTED else ""
    return " · ".join(part for part in (title(finding), size_text(finding), *measured, rejected) if part)
