"""The current case: one task, its exam, its findings, its report, and what is on the screen. No Qt.

A case belongs to one task and is closed when that is left; nothing of it reaches the next one. It may be made
before it is known whose it is, so that its window is ready. Its models outlive its window, so that a window can be
built again (another language) without loading anything twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from psygnal import Signal

from reader.app.access import Access, AccessEvent, Barrier, ReadOnly, after
from reader.core.tasks import Progress, Scope
from reader.dicom.ups.workitem import INTERPRETATION, SCHEDULED, Workitem
from reader.dicom.values import PersonName
from reader.findings.model import Finding, FindingsModel, ImageReference
from reader.report.following import Following
from reader.report.model import DraftModel, Report, Subject
from reader.review.history import History
from reader.review.model import ReportVersion
from reader.review.supplement import Supplement
from reader.study.identity import PatientIdentity
from reader.study.model import Study
from reader.study.numbering import ImageNumber, number_of
from reader.study.opened import StudyModel
from reader.views.model import ViewsModel
from reader.worklist.model import Claim, Kind, Priority, ReadingTask, State

NOTHING = ReadingTask(
    workitem=Workitem(uid="", state=SCHEDULED, code=INTERPRETATION),
    kind=Kind.FIRST_READ, state=State.WAITING, priority=Priority.LOW,
    patient=PatientIdentity(PersonName(), "", "", "", None),
    images=0, ai=0, reader=PersonName(), reader_id="",
)  # fmt: skip
"""No task yet."""


@dataclass
class Case:
    """Main thread only. Read its fields; they change by its methods only.

    access: who may write, a state of `app.access`; read_only_because: why nothing can be written. draft: None until
    it is known (the exam's list of contents has to arrive first), and where there is no report to look at:
    no_report says why. following: keeps the draft in step with the findings. version: the stored report that a
    review or a returned first read starts from, or that is looked at; history: how it came about, up to that
    version. signed: the signed version that an addendum or amendment follows on, supplement which of the two it is.
    begun: the report as it was when it was opened, None where a draft was there already. loaded: the findings as
    that version had them; stored_findings: as each stored measurement report has them, by its SOP Instance UID.
    local: the exam is from a disc or folder, not from the worklist; there is never a report. task: `NOTHING` until
    `begin`. fetching: the main series on its way.
    """

    findings: FindingsModel
    views: ViewsModel
    study: StudyModel = field(default_factory=lambda: StudyModel(placeholder_study(NOTHING, "")))
    task: ReadingTask = NOTHING
    access: Access = Access.NEW
    read_only_because: ReadOnly | None = None
    local: bool = False
    draft: DraftModel | None = None
    following: Following | None = None
    version: ReportVersion | None = None
    history: History = field(default_factory=History)
    signed: ReportVersion | None = None
    supplement: Supplement | None = None
    stored_findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    no_report: str = ""
    loaded: tuple[Finding, ...] = ()
    begun: Report | None = None
    loading: str = ""
    opened: datetime = field(default_factory=lambda: datetime.now().astimezone())
    scope: Scope = field(default_factory=Scope)
    fetching: Progress = field(default_factory=Progress)
    _claim: Claim | None = field(default=None, repr=False)
    _when_settled: list[Callable[[], None]] = field(default_factory=list, repr=False)

    draft_ready = Signal()
    report_lacking = Signal(str)
    loading_changed = Signal(str)

    def begin(
        self, task: ReadingTask, claim: Claim | None, base_url: str, read_only_because: ReadOnly | None = None
    ) -> None:
        """What it is about, with the identity that the order states. Once: the next task gets a case of its own.

        Neither claim nor reason: the hub is asked, and `settle` tells what it says.
        """
        asked = claim is None and read_only_because is None
        self._move(AccessEvent.ASK if asked else AccessEvent.REFUSE if claim is None else AccessEvent.GRANT)
        self.task, self._claim, self.read_only_because = task, claim, read_only_because
        self.opened = datetime.now().astimezone()
        self.study.admission.expect(task.patient)
        self.study.set_study(placeholder_study(task, base_url))

    @property
    def claim(self) -> Claim | None:
        """None where the case is only viewed."""
        return self._claim if self.access in (Access.WRITING, Access.HANDED_OVER) else None

    @property
    def claiming(self) -> bool:
        """Whether the hub has not answered yet whose the task is."""
        return self.access in (Access.CLAIMING, Access.BARRED)

    @property
    def handed_over(self) -> bool:
        return self.access is Access.HANDED_OVER

    @property
    def read_only(self) -> bool:
        return self.access is not Access.WRITING

    @property
    def is_review(self) -> bool:
        return self.task.kind is Kind.REVIEW

    @property
    def may_submit(self) -> bool:
        return not self.read_only and not self.is_review

    @property
    def may_judge(self) -> bool:
        """Return it; sign it too, where the user's role allows that."""
        return not self.read_only and self.is_review

    def image_number(self, image: ImageReference) -> ImageNumber | None:
        """What an image of the exam or its priors is called."""
        return number_of((self.study.study, *self.study.priors), image.sop_instance_uid)

    @property
    def due(self) -> datetime | None:
        """When its report has to be there; None once it is, and where nobody set a time."""
        return self.task.due if self.task.ended is None else None

    @property
    def missing(self) -> int:
        """How many images of the exam the site has announced and the archive does not have."""
        shown = (series for series in self.study.study.series if series.is_image)
        return max(0, self.task.images - sum(series.picture_count for series in shown))

    @property
    def untouched(self) -> bool:
        """It is as it was when it was opened: nothing written, judged or measured, or nothing left of it."""
        return self.draft is not None and self.draft.report == self.begun and self.nothing_found

    @property
    def nothing_found(self) -> bool:
        """Nothing was judged or measured, or nothing is left of it."""
        return self.findings.findings == self.loaded if self.findings.loaded else not self.findings.findings

    @property
    def before(self) -> ReportVersion | None:
        """What its report is compared with: what its reader saw last; of a signed amendment what it amended."""
        return self.signed if self.claim is None and self.signed is not None else self.history.last_round

    @property
    def findings_before(self) -> tuple[Finding, ...]:
        """The findings that the version which it is compared with is built on."""
        evidence = self.before.evidence if self.before is not None else ()
        uids = [reference.sop_instance_uid for reference in evidence]
        return tuple(finding for uid in uids for finding in self.stored_findings.get(uid, ()))

    def once_settled(self, call: Callable[[], None]) -> None:
        """Do this as soon as it is known whether the task is this user's; at once where it is."""
        if self.claiming:
            self._when_settled.append(call)
        else:
            call()

    def settle(self, task: ReadingTask, claim: Claim | None, read_only_because: ReadOnly | None = None) -> None:
        """The hub has answered. A case that must not be written in for another reason stays so."""
        self._move(AccessEvent.GRANT if claim is not None else AccessEvent.REFUSE)
        self.task, self._claim = task, claim
        self.read_only_because = self.read_only_because or read_only_because
        self._lock()
        calls, self._when_settled = self._when_settled, []
        for call in calls:
            call()

    def bar(self, why: ReadOnly) -> None:
        """Nothing may be written, whatever the hub answers."""
        self._move(AccessEvent.BAR)
        self.read_only_because = why
        self._lock()

    def fetch(self, progress: Progress) -> None:
        """The main series is on its way."""
        self.fetching = progress

    def set_loading(self, what: str) -> None:
        """What is being waited for, in words; "" when nothing is."""
        self.loading = what
        self.loading_changed.emit(what)

    def show_masks(self) -> None:
        """Let the views draw the segments that are switched on."""
        if self.views.masks != (shown := self.findings.visible_masks):
            self.views.set_masks(shown)

    def take_versions(
        self, history: History, signed: ReportVersion | None = None, supplement: Supplement | None = None
    ) -> None:
        """The stored report that the case is about, and what it supplements."""
        self.history, self.version = history, history.newest
        self.signed, self.supplement = signed, supplement

    def take_findings(self, loaded: tuple[Finding, ...]) -> None:
        self.loaded = loaded

    def take_stored_findings(self, stored: Mapping[str, tuple[Finding, ...]]) -> None:
        self.stored_findings = stored

    def set_draft(self, draft: DraftModel, *, begun: Report | None) -> None:
        self.draft, self.begun = draft, begun
        self.following = Following(draft, self.findings, self.image_number)
        self._lock()
        self.draft_ready.emit()

    def rephrase(self, report: Report) -> None:
        """The same draft in another language; what nobody has touched stays untouched."""
        assert self.draft is not None
        untouched = self.draft.report == self.begun
        self.draft.set_report(report)
        if untouched:
            self.begun = self.draft.report

    def lack_report(self, why: str) -> None:
        """There is nothing to show where the report would be; why, in words."""
        self.no_report = why
        self.findings.set_read_only(self.why_read_only or why)
        self.report_lacking.emit(why)

    def hand_over(self) -> None:
        """The report was handed over: from now on it can only be viewed."""
        self._move(AccessEvent.HAND_OVER)
        self._lock()

    def take_back(self) -> None:
        """The submission was taken back before it was sent: it can be written in again."""
        self._move(AccessEvent.TAKE_BACK)
        self._lock()

    @property
    def why_read_only(self) -> str:
        """Why it can't be changed, in words; "" where it can."""
        if not self.read_only:
            return ""
        if self.handed_over:
            return ReadOnly(Barrier.SUBMITTED).text
        return (self.read_only_because or ReadOnly(Barrier.UNANSWERED)).text

    def _lock(self) -> None:
        """Findings and draft can be changed exactly where the case can."""
        self.findings.set_read_only(self.why_read_only)
        if self.draft is not None:
            self.draft.set_read_only(self.read_only)

    def _move(self, event: AccessEvent) -> None:
        self.access = after(self.access, event)

    def close(self) -> None:
        """Cancel what is still under way and take everything off the screen."""
        self._move(AccessEvent.LEAVE)
        self.scope.close()
        if self.following is not None:
            self.following.stop()
        self.views.clear()


def placeholder_study(task: ReadingTask, base_url: str) -> Study:
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
