"""The case of a task of the worklist: whose it is, its report and how that came about. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from psygnal import Signal

from reader.app.access import UNTAKEN, Access, AccessEvent, Barrier, ReadOnly
from reader.app.case import Case
from reader.core.text import Told, now, tr
from reader.findings.model import Finding
from reader.report.following import Following
from reader.report.library import Library, bundled
from reader.report.linking import settled
from reader.report.model import DraftModel, Report, Subject
from reader.review.history import History
from reader.review.model import ReportVersion, SecondReading
from reader.review.supplement import Supplement
from reader.study.model import Study
from reader.worklist.exam import is_open
from reader.worklist.model import Claim, ReadingTask

_WITH_CLAIM = (Access.WRITING, Access.HANDING_OVER, Access.HANDED_OVER)


@dataclass
class ReadingCase(Case):
    """draft: None until it is known (the exam's list of contents has to arrive first), and where there is no report
    to look at: no_report says why. following: keeps the draft in step with the findings. version: the stored report
    that a review or a returned first read starts from, or that is looked at; history: how it came about, up to that
    version. signed: the signed version that an addendum or amendment follows on, supplement which of the two it is.
    signed_before: the newest signed version of each other report of the exam, which its task does not name.
    newest_missing: what is shown is an earlier version than the worklist names. begun: the report as it was when it
    was opened, None where a draft was there already. loaded: the findings as that version had them;
    stored_findings: as each stored measurement report has them, by its SOP Instance UID. library: the templates.
    """

    draft: DraftModel | None = None
    following: Following | None = None
    version: ReportVersion | None = None
    history: History = field(default_factory=History)
    signed: ReportVersion | None = None
    supplement: Supplement | None = None
    signed_before: tuple[ReportVersion, ...] = ()
    stored_findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    loaded: tuple[Finding, ...] = ()
    newest_missing: bool = False
    begun: Report | None = None
    library: Library = field(default_factory=bundled, repr=False)
    opened: datetime = field(default_factory=lambda: datetime.now().astimezone())
    _task: ReadingTask | None = field(default=None, repr=False)
    _ordered: ReadingTask | None = field(default=None, repr=False)
    _claim: Claim | None = field(default=None, repr=False)
    _lacking: str = ""
    _handed: ReportVersion | None = None
    second: SecondReading | None = None
    _when_settled: list[Callable[[], None]] = field(default_factory=list, repr=False)

    draft_ready = Signal()
    report_lacking = Signal(str)
    story_changed = Signal()
    only_viewed_because = Signal()

    def begin(self, task: ReadingTask, base_url: str, read_only_because: ReadOnly | None = None) -> None:
        """What it is about, with the identity that the order states. Once: the next task gets a case of its own.

        Without a reason the hub is asked for the task; `grant` or `deny` tells what it says.
        """
        self._move(AccessEvent.ASK if read_only_because is None else AccessEvent.REFUSE)
        self._ordered, self._task, self.read_only_because = task, task.blind, read_only_because
        self.opened = datetime.now().astimezone()
        self._expect(_as_ordered(task, base_url))

    @property
    def task(self) -> ReadingTask:
        """Raises ValueError before it has begun."""
        if self._task is None:
            raise ValueError("a case that has not begun")
        return self._task

    @property
    def ordered(self) -> ReadingTask:
        """The task as the hub has it, also with what its performer may not know (`ReadingTask.blind`). Raises
        ValueError before it has begun."""
        if self._ordered is None:
            raise ValueError("a case that has not begun")
        return self._ordered

    @property
    def begun_with_task(self) -> bool:
        """Whether it is of a task by now."""
        return self._task is not None

    @property
    def claim(self) -> Claim | None:
        """None where the case is only viewed."""
        return self._claim if self.access in _WITH_CLAIM else None

    @property
    def claiming(self) -> bool:
        """Whether the hub has not answered yet whose the task is."""
        return self.access in (Access.CLAIMING, Access.BARRED)

    @property
    def only_viewed(self) -> bool:
        """Whether it can only be viewed, and the hub is not being asked any more."""
        return self.access in (Access.VIEWING, Access.HANDED_OVER)

    @property
    def handing_over(self) -> bool:
        return self.access is Access.HANDING_OVER

    @property
    def handed_over(self) -> bool:
        return self.access is Access.HANDED_OVER

    @property
    def is_review(self) -> bool:
        return self.task.is_review

    @property
    def may_submit(self) -> bool:
        return not self.read_only and not self.is_review

    @property
    def may_judge(self) -> bool:
        """Return it; sign it too, where the user's role allows that."""
        return not self.read_only and self.is_review

    @property
    def origin(self) -> str:
        return "reader"

    @property
    def no_report(self) -> str:
        return now(self._lacking) or tr("The report opens once the exam is loaded …")

    @property
    def lacks_report(self) -> bool:
        """Whether it is known that there is none to show."""
        return bool(self._lacking)

    @property
    def due(self) -> datetime | None:
        why = self.read_only_because
        sent = self.handed_over or (why is not None and why.barrier is Barrier.ON_ITS_WAY)
        return self.task.due if is_open(self.task) and not sent else None

    @property
    def announced(self) -> int:
        return self.task.images

    @property
    def untouched(self) -> bool:
        """It is as it was when it was opened: nothing written, judged, measured or saved, or nothing left of it."""
        return self._as_begun and self.nothing_found and not self.findings.saved.states

    @property
    def _as_begun(self) -> bool:
        """The report says what it said when it was opened; what is known of its findings may have come since."""
        if self.draft is None or self.begun is None:
            return False
        known = {finding.tracking_uid: finding for finding in self.findings.findings}
        number = self.image_number
        return settled(self.draft.report, known, number) == settled(self.begun, known, number)

    @property
    def nothing_found(self) -> bool:
        """Nothing was judged or measured, or nothing is left of it."""
        return self.findings.findings == self.loaded if self.findings.loaded else not self.findings.findings

    @property
    def before(self) -> ReportVersion | None:
        """What its report is compared with: what its reader saw last; of a signed amendment what it amended."""
        return self.signed if self.claim is None and self.signed is not None else self.history.last_round

    @property
    def story(self) -> History:
        """How its report came about, with the version that was handed over here; of one that the hub has not taken,
        or only in part, that is said."""
        versions = (*self.history.versions, *(() if self._handed is None else (self._handed,)))
        why = self.read_only_because
        if versions and why is not None and why.barrier in (*UNTAKEN, Barrier.HALF_TAKEN):
            newest = versions[-1]
            versions = (*versions[:-1], replace(newest, warnings=(*newest.warnings, Told(lambda: why.text))))
        return replace(self.history, versions=versions)

    @property
    def findings_before(self) -> tuple[Finding, ...]:
        """The findings that the version which it is compared with is built on."""
        return self.findings_of(self.before)

    def findings_of(self, version: ReportVersion | None) -> tuple[Finding, ...]:
        """Those that a stored version is built on."""
        evidence = version.evidence if version is not None else ()
        uids = [reference.sop_instance_uid for reference in evidence]
        return tuple(finding for uid in uids for finding in self.stored_findings.get(uid, ()))

    @property
    def why_read_only(self) -> str:
        if not self.read_only:
            return ""
        if self.handing_over:
            return ReadOnly(Barrier.GOING).text
        if self.handed_over and self.read_only_because is None:
            return ReadOnly(Barrier.SUBMITTED).text
        return super().why_read_only or ReadOnly(Barrier.UNANSWERED).text

    def once_settled(self, call: Callable[[], None]) -> None:
        if self.claiming:
            self._when_settled.append(call)
        else:
            call()

    def grant(self, claim: Claim) -> None:
        """The task is this user's. A case that must not be written in for another reason stays so.

        Raises ValueError for the claim of another task.
        """
        if claim.task.uid != self.task.uid:
            raise ValueError(f"a claim of {claim.task.uid} for {self.task.uid}")
        self._move(AccessEvent.GRANT)
        self._ordered, self._task, self._claim = claim.task, claim.task.blind, claim
        self._settled()

    def deny(self, why: ReadOnly) -> None:
        """The task is not this user's."""
        self._move(AccessEvent.REFUSE)
        self.read_only_because = self.read_only_because or why
        self._settled()
        self.only_viewed_because.emit()

    def learn(self, why: ReadOnly) -> None:
        """It can still only be viewed, by now for this reason. Raises ValueError where it can be written in."""
        if not self.only_viewed:
            raise ValueError("a case that can be written in")
        if why != self.read_only_because:
            self.read_only_because = why
            self._lock()
            self.only_viewed_because.emit()

    def refuse_exam(self, why: ReadOnly) -> None:
        super().refuse_exam(why)
        self.lack_report(Told(lambda: self.why_read_only))

    def take_signed_before(self, versions: tuple[ReportVersion, ...]) -> None:
        self.signed_before = versions

    def take_versions(
        self, history: History, signed: ReportVersion | None = None, supplement: Supplement | None = None
    ) -> None:
        """The stored report that the case is about, and what it supplements."""
        self.history, self.version = history, history.newest
        self.signed, self.supplement = signed, supplement

    def miss_newest(self) -> None:
        """The version that the worklist names as the newest is not there, or can't be relied on."""
        self.newest_missing = True

    def take_second(self, version: ReportVersion | None) -> None:
        """What another doctor has written without knowing this report, where the task names such a reading."""
        if self.task.second_report:
            self.second = SecondReading(version, self.findings_of(version))

    def take_findings(self, loaded: tuple[Finding, ...]) -> None:
        self.loaded = loaded

    def take_stored_findings(self, stored: Mapping[str, tuple[Finding, ...]]) -> None:
        self.stored_findings = stored

    def set_draft(self, draft: DraftModel, *, begun: Report | None, templates: Library | None = None) -> None:
        self.library = templates or self.library
        self.draft, self.begun, self._lacking = draft, begun, ""
        self.following = Following(draft, self.findings, self.image_number)
        self._lock()
        self.draft_ready.emit()

    def take_library(self, library: Library) -> None:
        """The templates as they are now: the user has made or changed one."""
        self.library = library

    def begin_again(self, report: Report) -> None:
        """Another empty report in the place of one in which nobody has written. Raises ValueError without one."""
        if self.draft is None or self.begun != self.draft.report:
            raise ValueError("a report that was begun")
        self.draft.set_report(report)
        self.begun = report

    def lack_report(self, why: str) -> None:
        """There is nothing to show where the report would be; why, in words (`Told`)."""
        self._lacking = why
        self.findings.set_read_only(Told(lambda: self.why_read_only or now(why)))
        self.report_lacking.emit(why)

    def confirm(self) -> None:
        """Its user has handed it over as it is: nothing can be changed while it is encoded and signed."""
        self._move(AccessEvent.CONFIRM)
        self._lock()

    def keep(self) -> None:
        """It could not be handed over: it can be written in again, where it is still open."""
        self._move(AccessEvent.KEEP)
        self._lock()

    def hand_over(self, version: ReportVersion) -> None:
        """The report was handed over as this version: from now on it can only be viewed."""
        self._move(AccessEvent.HAND_OVER)
        self._tell(version)

    def take_back(self) -> None:
        """The submission was taken back before it was sent: it can be written in again."""
        self._move(AccessEvent.TAKE_BACK)
        self._tell(None)

    def close(self) -> None:
        if self.following is not None:
            self.following.stop()
        super().close()

    def _tell(self, handed: ReportVersion | None) -> None:
        self._handed = handed
        self._lock()
        self.story_changed.emit()

    def _settled(self) -> None:
        self._lock()
        calls, self._when_settled = self._when_settled, []
        for call in calls:
            call()

    def _lock(self) -> None:
        """The draft too."""
        super()._lock()
        if self.draft is not None:
            self.draft.set_read_only(self.read_only)


def _as_ordered(task: ReadingTask, base_url: str) -> Study:
    """What the order already says of the exam, so that the identity stands on the screen from the first moment."""
    item = task.workitem
    return Study(
        study_uid=item.study_uid,
        patient=task.patient,
        accession=item.accession,
        when=item.scheduled,
        description=item.procedure or item.label,
        site=item.site,
        modalities=(item.modality,) if item.modality else (),
        base_url=base_url,
        body_part=item.body_part,
    )


def subject_of(study: Study, task: ReadingTask) -> Subject:
    """Whose report it will be: the identity that stands on every viewport, the order's number for the request."""
    return Subject(
        patient=study.patient,
        study_uid=study.study_uid,
        accession=study.accession or task.workitem.accession,
        study_when=study.when,
        study_description=study.description or task.workitem.procedure,
        site=study.site or task.workitem.site,
        modality=task.workitem.modality or (study.modalities[0] if study.modalities else ""),
        body_part=study.body_part or task.workitem.body_part,
    )
