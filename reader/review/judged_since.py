"""What was judged in a version of a report that another one was signed beside: carried over to that one.

Three ways: what its author changed stands, where what was signed since has not changed the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from reader.dicom.objects import Use, is_for
from reader.findings.model import Finding, Status
from reader.review.model import ReportVersion

Stored = Mapping[str, tuple[Finding, ...]]
"""What each measurement report says by itself, by its SOP Instance UID; without those that can't be read."""


class JudgedSince(NamedTuple):
    """written: all that was judged in that version; changed: what of it was not so before. removed: tracking UIDs
    of what was taken away there, or put back to what an algorithm proposed. disputed: judged otherwise in what was
    signed since, which stands."""

    written: tuple[Finding, ...]
    changed: tuple[Finding, ...]
    removed: frozenset[str]
    disputed: tuple[Finding, ...]


def judged_since(
    written: ReportVersion, before: ReportVersion, signed: ReportVersion, stored: Stored
) -> JudgedSince:
    """written: the version whose author goes on; before: what it follows on; signed: what was signed since."""
    known, now, since = (_judged(version, stored) for version in (before, written, signed))
    changed, removed, disputed = [], set(), []
    for uid in dict.fromkeys((*now, *known)):
        one, old, new = now.get(uid), known.get(uid), since.get(uid)
        if _said(one) in (_said(old), _said(new)):
            continue
        if _said(old) != _said(new):
            disputed += [found for found in (one or new or old,) if found is not None]
        elif one is not None:
            changed.append(one)
        elif _is_whole(written, stored):
            removed.add(uid)
    return JudgedSince(tuple(now.values()), tuple(changed), frozenset(removed), tuple(disputed))


def _judged(version: ReportVersion, stored: Stored) -> dict[str, Finding]:
    found = (one for r in version.evidence for one in stored.get(r.sop_instance_uid, ()))
    return {one.tracking_uid: one for one in found if one.status is not Status.PROPOSED}


def _is_whole(version: ReportVersion, stored: Stored) -> bool:
    """Whether all findings that it is built on could be read, so that what is not in it is not there."""
    return all(r.sop_instance_uid in stored or not is_for(Use.FINDINGS, r.sop_class_uid) for r in version.evidence)


def _said(finding: Finding | None) -> tuple[Any, ...]:
    """What is said with a finding, whoever said it and without what is worked out on reading: an algorithm's that
    stands as it was proposed is only accepted or rejected."""
    if finding is None:
        return ()
    judged = (finding.status, finding.note)
    if finding.is_ai and finding.status is not Status.EDITED:
        return judged
    measured = tuple(replace(one, taken_from=()) for one in finding.measurements)
    return (
        *judged, finding.finding, finding.site, finding.laterality, finding.shapes, measured, finding.evaluations,
        finding.key_image,
    )  # fmt: skip
