"""What changed among the findings since a version: added, removed, another size, side, place or judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import dist

from reader.core.text import mark, tr
from reader.dicom.values import Code
from reader.findings.model import Finding, ImageReference, Status, is_key_image
from reader.findings.service import judged, measurement_text, size_text, title
from reader.review.diff import Change, SectionDiff, Segment, compare_texts
from reader.terms.units import MILLIMETRE, quantity_text

_HEADING = Code("FINDINGS", "99READER", "Findings in the list")
_BETWEEN = " · "
_SAME = 0.05
"""mm or pixels: less than the single precision of an SR, or a hand, makes."""


def compare_findings(
    before: Iterable[Finding], now: Iterable[Finding], name: Callable[[ImageReference], str] = lambda _: ""
) -> SectionDiff | None:
    """The findings that differ, a line each, as a section of its own; None where none does.

    What nobody has judged counts on neither side. The same finding is told by its tracking UID. name: what an image
    is called, by which key images are told apart.
    """
    old, new = _lines(before, now, name)
    segments = list(_segments(old, new))
    return SectionDiff(_HEADING, tr("Findings in the list"), tuple(segments)) if segments else None


def changes_told(
    before: Iterable[Finding], now: Iterable[Finding], name: Callable[[ImageReference], str] = lambda _: ""
) -> tuple[str, ...]:
    """The same in sentences: what was added, removed, changed."""
    old, new = _lines(before, now, name)
    changed = _changed(old, new)
    told = {
        mark("Added to the list of findings: {findings}."): [new[uid] for uid in changed if uid not in old],
        mark("Removed from the list of findings: {findings}."): [old[uid] for uid in changed if uid not in new],
        mark("Changed in the list of findings: {findings}."): [
            _told(old[uid], new[uid]) for uid in changed if uid in old and uid in new
        ],
    }
    return tuple(tr(text, findings=tr("; ").join(lines)) for text, lines in told.items() if lines)


def _told(old: str, new: str) -> str:
    """ "Nodule RUL · 6×5 mm (before: rejected)": how it is now, with what is no longer so."""
    now = new.split(_BETWEEN)
    gone = [part for part in old.split(_BETWEEN) if part not in now]
    return tr("{now} (before: {before})", now=new, before=_BETWEEN.join(gone)) if gone else new


def _lines(
    before: Iterable[Finding], now: Iterable[Finding], name: Callable[[ImageReference], str]
) -> tuple[dict[str, str], dict[str, str]]:
    """What is said of each, by tracking UID, before and now."""
    known = {finding.tracking_uid: finding for finding in judged(before)}
    old = {uid: _line(finding, name) for uid, finding in known.items()}
    return old, {f.tracking_uid: _line(f, name, _moved(known.get(f.tracking_uid), f)) for f in judged(now)}


def _changed(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    return [uid for uid in dict.fromkeys((*new, *old)) if old.get(uid) != new.get(uid)]


def _segments(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Segment]:
    for number, uid in enumerate(_changed(old, new)):
        if number:
            yield Segment(Change.EQUAL, "\n")
        if uid not in old:
            yield Segment(Change.INSERTED, new[uid])
        elif uid not in new:
            yield Segment(Change.DELETED, old[uid])
        else:
            yield from compare_texts(old[uid], new[uid])


def _line(finding: Finding, name: Callable[[ImageReference], str], moved: str = "") -> str:
    """ "★ Im 116 · Halo"; "Nodule RUL · 16×11 mm · Mean attenuation 38 HU · moved 12 mm · rejected"."""
    if is_key_image(finding) and finding.key_image is not None:
        return _BETWEEN.join(part for part in (f"★ {name(finding.key_image)}", title(finding)) if part)
    measured = (measurement_text(measurement) for measurement in finding.measurements)
    rejected = tr("rejected") if finding.status is Status.REJECTED else ""
    remark = f"“{finding.note}”" if finding.note and finding.note not in title(finding) else ""
    said = (title(finding), size_text(finding), *measured, remark, moved, rejected)
    return _BETWEEN.join(part for part in said if part)


def _moved(before: Finding | None, now: Finding) -> str:
    """That it lies elsewhere than before, and how far its points went at most where that is known in mm."""
    if before is None or is_key_image(now):
        return ""
    old, new = ([(shape.in_patient, shape.image, shape.points) for shape in f.shapes] for f in (before, now))
    alike = len(old) == len(new) and all(len(a[2]) == len(b[2]) for a, b in zip(old, new, strict=True))
    if not alike:
        return tr("drawn anew")
    pairs = list(zip(old, new, strict=True))
    far = max((dist(p, q) for a, b in pairs for p, q in zip(a[2], b[2], strict=True)), default=0.0)
    elsewhere = any(not a[0] and a[1] != b[1] for a, b in pairs)
    if far < _SAME and not elsewhere:
        return ""
    in_mm = all(a[0] and b[0] for a, b in pairs) and before.space == now.space
    return tr("moved {distance}", distance=quantity_text(far, MILLIMETRE)) if in_mm else tr("moved")
