"""The versions of one report, in the order in which they came about. Plain values; any thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from reader.core.errors import ReaderError
from reader.core.text import Told
from reader.dicom.attributes import Attributes, code, text
from reader.dicom.header import BrokenObject, read_header
from reader.dicom.objects import Use, is_for
from reader.dicom.signatures.trust import Trust
from reader.review.doubts import of_unsound
from reader.review.evidence import Result, result_of, unsound_in
from reader.review.model import ReportState, ReportVersion, Unsound
from reader.review.service import read_version

_MEASUREMENT_REPORT = "126000"
_THIS_PROGRAM = "reader"


@dataclass(frozen=True)
class History:
    """versions: oldest first, each the predecessor of the next one. unproven: later versions that claim to
    continue a proven one without a valid signature of their own; they don't take its place."""

    versions: tuple[ReportVersion, ...] = ()
    unproven: tuple[ReportVersion, ...] = ()

    @property
    def newest(self) -> ReportVersion | None:
        return self.versions[-1] if self.versions else None

    def until(self, version: ReportVersion) -> History:
        """The history as it was when `version` was the newest one."""
        if version is self.newest:
            return self
        place = self.versions.index(version) + 1
        return History(self.versions[:place])

    @property
    def doubted(self) -> ReportVersion | None:
        """The newest version that was changed since it was signed, else whose signature proves nothing, or that has
        none: it may not be what its author wrote, and what came after may be built on it."""
        newest_first = self.versions[::-1]
        broken = (version for version in newest_first if version.broken)
        unproven = (version for version in newest_first if not version.proven)
        return next(broken, None) or next(unproven, None)

    @property
    def base(self) -> ReportVersion | None:
        """The newest signed version before the newest one: what an addendum or amendment builds on."""
        return History(self.versions[:-1]).signed.newest

    @property
    def signed(self) -> History:
        """Up to the newest signed version; empty where none is signed."""
        signed = [version for version in self.versions if version.state is ReportState.SIGNED]
        return self.until(signed[-1]) if signed else History()

    @property
    def standing(self) -> ReportVersion | None:
        """The report as it is now: the newest signed version; where none is signed the newest one."""
        return self.signed.newest or self.newest

    @property
    def last_round(self) -> ReportVersion | None:
        """What the newest version is compared with: what whoever gets it now saw last, else the version itself.

        A reviewer last saw what was returned, an author what he submitted; an amendment is first compared with what
        it amends; a chief sees what the reviewer has changed. What its author took back no reviewer has seen.
        """
        newest = self.newest
        if newest is None or newest.state is ReportState.SIGNED or len(self.versions) == 1:
            return newest
        if newest.state is ReportState.RETURNED or newest.passed_on:
            return self.versions[-2]
        reviewed = (ReportState.RETURNED, ReportState.SIGNED)
        seen = [one for one in self.versions[:-1] if one.state in reviewed or one.passed_on]
        return seen[-1] if seen else newest


class VersionsRead(NamedTuple):
    """versions: in no order. unreadable: reports that could not be read, by SOP Instance UID, and why in the user's
    words. unsound: results of persons whose signature does not hold, by SOP Instance UID."""

    versions: tuple[ReportVersion, ...] = ()
    unreadable: Mapping[str, str] = {}
    unsound: Mapping[str, Unsound] = {}


def read_versions(objects: Iterable[bytes], trust: Trust) -> VersionsRead:
    """Every written report among some DICOM files; measurement reports and others left out. The signatures of all
    are checked."""
    found: dict[str, ReportVersion] = {}
    results: list[Result] = []
    own: set[str] = set()
    unreadable: dict[str, str] = {}
    for data in objects:
        try:
            header = read_header(data)
        except BrokenObject:
            continue  # what it is can't be told; who reads the results names it
        if not is_for(Use.REPORT, text(header, 0x00080016)) or _is_measurements(header):
            result = result_of(header, data)
            results += [result] if result is not None else []
            continue
        try:
            version = read_version(data, trust)
            found[version.reference.sop_instance_uid] = version
            if text(header, 0x00080070) == _THIS_PROGRAM:
                own.add(version.reference.sop_instance_uid)
        except ReaderError as error:
            unreadable[text(header, 0x00080018)] = error.user_message
    unsound = unsound_in(results, found.values(), own, trust)
    return VersionsRead(tuple(_built_on(version, unsound) for version in found.values()), unreadable, unsound)


def _built_on(version: ReportVersion, unsound: Mapping[str, Unsound]) -> ReportVersion:
    """With what of its evidence can't be relied on."""
    found = tuple(unsound[r.sop_instance_uid] for r in version.evidence if r.sop_instance_uid in unsound)
    said = dict.fromkeys(Told(partial(of_unsound, one)) for one in found)
    return replace(version, unsound=found, warnings=(*version.warnings, *said)) if found else version


def _is_measurements(header: Attributes) -> bool:
    """By its header: an algorithm's report can take half a second to read."""
    title = code(header, 0x0040A043)
    return title is not None and title.value == _MEASUREMENT_REPORT


def history_of(versions: Sequence[ReportVersion], uids: Iterable[str]) -> History:
    """The history that the first of `uids` which is among the versions belongs to, up to its newest version."""
    known = {version.reference.sop_instance_uid: version for version in versions}
    start = next((known[uid] for uid in uids if uid in known), None)
    if start is None:
        return History()
    chain = [start]
    while (before := _predecessor(chain[0], known)) is not None and before not in chain:
        chain.insert(0, before)
    unproven: tuple[ReportVersion, ...] = ()
    standing = _signed_with_what_led_there(versions, known)
    while later := [v for v in versions if _predecessor(v, known) is chain[-1] and v not in chain]:
        proven = [v for v in later if v.proven]
        if not proven and chain[-1].proven:
            unproven = tuple(later)
            break
        chain.append(max(proven or later, key=lambda v: (v.reference.sop_instance_uid in standing, _moment(v))))
    return History(tuple(chain), unproven)


def reports_in(versions: Sequence[ReportVersion]) -> tuple[History, ...]:
    """Each report of an exam with its versions: the signed ones first, of those the one handed over last. What was
    written in a second reading is none: it was only compared with the report."""
    known = {version.reference.sop_instance_uid: version for version in versions}
    found: dict[str, History] = {}
    taken: set[str] = set()
    for version in (one for one in versions if not one.report.second):
        first = _first(version, known)
        if first.reference.sop_instance_uid not in taken:
            history = history_of(versions, (first.reference.sop_instance_uid,))
            found[first.reference.sop_instance_uid] = history
            taken |= {one.reference.sop_instance_uid for one in history.versions}

    def rank(history: History) -> tuple[bool, datetime]:
        return bool(history.signed.versions), _standing_since(history)

    return tuple(sorted(found.values(), key=rank, reverse=True))


def evidence_of(
    versions: Sequence[ReportVersion], worked_on: History | None = None
) -> tuple[frozenset[str], frozenset[str]]:
    """SOP Instance UIDs of what the reports of an exam are built on: (as they are now, in other versions only).

    What claims to continue a proven version without a valid signature counts for neither, as in `history_of`.
    worked_on: of this report, which is written in or looked at, its newest version alone counts as it is now: what
    was written beside it is withdrawn, or somebody else's. A second reading counts only where it is that report.
    """
    known = {version.reference.sop_instance_uid: version for version in versions}
    counted = [v for v in versions if v.proven or (before := _predecessor(v, known)) is None or not before.proven]
    continued = {v.predecessor.sop_instance_uid for v in counted if v.predecessor is not None}
    newest = [v for v in counted if v.reference.sop_instance_uid not in continued and not v.report.second]
    if worked_on is not None and worked_on.newest is not None:
        newest = [v for v in newest if _first(v, known) is not worked_on.versions[0]]
        newest.append(worked_on.newest)
    now, ever = (frozenset(r.sop_instance_uid for v in some for r in v.evidence) for some in (newest, counted))
    return now, ever - now


def _first(version: ReportVersion, known: dict[str, ReportVersion]) -> ReportVersion:
    seen, first = {version.reference.sop_instance_uid}, version
    while (before := _predecessor(first, known)) is not None and before.reference.sop_instance_uid not in seen:
        first = before
        seen.add(first.reference.sop_instance_uid)
    return first


def _predecessor(version: ReportVersion, known: dict[str, ReportVersion]) -> ReportVersion | None:
    return known.get(version.predecessor.sop_instance_uid) if version.predecessor is not None else None


def _signed_with_what_led_there(versions: Sequence[ReportVersion], known: dict[str, ReportVersion]) -> set[str]:
    """UIDs of the signed versions and of all before them: what somebody else wrote beside these does not take
    their place, whatever time it claims."""
    found: set[str] = set()
    for version in versions:
        at = version if version.state is ReportState.SIGNED and version.proven else None
        while at is not None and at.reference.sop_instance_uid not in found:
            found.add(at.reference.sop_instance_uid)
            at = _predecessor(at, known)
    return found


def _standing_since(history: History) -> datetime:
    version = history.standing
    return _moment(version) if version is not None else datetime.min.replace(tzinfo=UTC)


def _moment(version: ReportVersion) -> datetime:
    when = version.when
    if when.tzinfo is not None:
        return when.astimezone(UTC)
    return when.replace(tzinfo=UTC) if when.year == 1 else when.astimezone(UTC)
