"""The reports of the patient's earlier exams: fetched beside the reading, held against whose case it is.

No Qt; main thread, but for what is done on a worker.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, Protocol

from psygnal import Signal

from reader.app.services import Services
from reader.core.audit import AuditEvent
from reader.core.http import HttpError
from reader.core.tasks import Progress, Scope
from reader.core.text import Told, tr
from reader.dicom.archives.archive import BadAnswer, NotThere
from reader.dicom.header import BrokenObject, read_header
from reader.dicom.objects import Use
from reader.dicom.signatures.model import Verdict
from reader.dicom.signatures.trust import Trust
from reader.dicom.values import Person
from reader.review.history import History, read_versions, reports_in
from reader.study.admission import Admission, Confirmation, Withheld, title
from reader.study.model import Study
from reader.study.opened import StudyModel
from reader.study.service import StudyService, user_reason


class PriorPlace(Protocol):
    """What they are fetched with, see `app.workplace.CasePlace`."""

    services: Services
    studies: StudyService

    @property
    def user(self) -> Person: ...

    def trust_now(self) -> Trust: ...


class Stage(Enum):
    NONE = "nobody has asked for them, or they may not be fetched"
    FETCHING = "on their way"
    READ = "here"
    FAILED = "they could not be fetched"


@dataclass(frozen=True)
class PriorRead:
    """What an earlier exam holds of reports.

    reports: that with the newest version first. withheld: reports of somebody else, or perhaps so. unread: of
    others why they can't be read, in words. documents: what may hold a report and is not shown, in words.
    """

    reports: tuple[History, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    unread: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class PriorState:
    """problem: why they could not be fetched, in the user's words."""

    stage: Stage = Stage.NONE
    read: PriorRead = PriorRead()
    problem: str = ""


class _Fetched(NamedTuple):
    """exam: as the archive describes it; read: None where that is not surely the patient's."""

    exam: Study
    read: PriorRead | None


class _Known(NamedTuple):
    """confirmed: what persons had said of whose something is when it was asked for: what rests on other words is
    asked for again."""

    state: PriorState
    confirmed: tuple[Confirmation, ...]


class PriorReports:
    """Of one case. `changed` when there is more to know. Nothing is fetched of an exam that is not surely the
    patient's; what was fetched is not handed out any more when that is no longer sure."""

    changed = Signal()

    def __init__(self, study: StudyModel) -> None:
        self._study = study
        self._known: dict[str, _Known] = {}
        self._running: tuple[str, Progress] | None = None
        self._place: PriorPlace | None = None
        self._scope = Scope()

    def ask_of(self, place: PriorPlace, scope: Scope) -> None:
        """Where they are fetched; scope: of the case, with which that ends."""
        self._place, self._scope = place, scope

    def state(self, prior: Study) -> PriorState:
        known = self._known.get(prior.study_uid)
        if known is None or known.confirmed != self._study.admission.confirmed:
            return PriorState()
        return known.state if self._study.judge_prior(prior).same else PriorState()

    def want(self, prior: Study) -> None:
        """Fetch them unless they are here or on their way. One exam at a time: the one asked for last."""
        place, admission, uid = self._place, self._study.admission, prior.study_uid
        if place is None or self._scope.closed or not self._study.judge_prior(prior).same:
            return
        if self.state(prior).stage in (Stage.FETCHING, Stage.READ):
            return
        self._leave_running()
        confirmed = admission.confirmed
        self._record(place, AuditEvent.INSTANCES_ACCESSED, outcome=0, study=uid, patient=prior.patient.patient_id)

        def work(progress: Progress) -> _Fetched:
            return _fetch(place, admission, prior, progress)

        def landed(found: _Fetched) -> None:
            self._running = None
            self._known.pop(uid, None)
            if admission.confirmed != confirmed:
                self.want(prior)
            elif found.read is None:
                self._study.put_prior(found.exam)
                self.changed.emit()
            else:
                self._keep(uid, PriorState(Stage.READ, found.read))
                self._tell_broken(place, uid, found.read.reports)

        def failed(error: BaseException) -> None:
            self._running = None
            self._keep(uid, PriorState(Stage.FAILED, problem=Told(lambda: user_reason(error))))

        progress = place.services.tasks.query(work, landed, failed=failed, scope=self._scope)
        self._running = (uid, progress)
        self._keep(uid, PriorState(Stage.FETCHING))

    # inside

    def _keep(self, uid: str, state: PriorState) -> None:
        self._known[uid] = _Known(state, self._study.admission.confirmed)
        self.changed.emit()

    def _leave_running(self) -> None:
        if self._running is not None:
            uid, progress = self._running
            progress.cancel()
            self._known.pop(uid, None)
            self._running = None

    def _tell_broken(self, place: PriorPlace, uid: str, reports: Sequence[History]) -> None:
        for version in filter(None, (history.standing for history in reports)):
            if version.verdict is Verdict.TAMPERED:
                self._record(
                    place, AuditEvent.SECURITY_ALERT, outcome=8, study=uid,
                    report=version.reference.sop_instance_uid, reason="the signature of a report does not hold",
                )  # fmt: skip

    def _record(self, place: PriorPlace, event: AuditEvent, *, outcome: int, **details: str) -> None:
        services, user = place.services, place.user.username
        services.tasks.change(lambda _: services.audit.record(event, user, outcome=outcome, **details))


# on a worker thread -------------------------------------------------------------------------------------------


def _fetch(place: PriorPlace, admission: Admission, prior: Study, progress: Progress) -> _Fetched:
    exam = place.studies.study_now(prior.base_url, prior.study_uid, progress)
    if not admission.judge(exam.patient, same_exam=False).same:
        return _Fetched(exam, None)
    objects, unread = _objects(place.studies, exam, progress)
    objects, strangers = admission.sort(objects, exam.patient)
    progress.check()
    versions, unreadable, _ = read_versions(objects, place.trust_now())
    unread = (*unread, *_damaged(objects), *unreadable.values())
    return _Fetched(exam, PriorRead(reports_in(versions), strangers, unread, tuple(_documents(exam))))


def _objects(studies: StudyService, exam: Study, progress: Progress) -> tuple[list[bytes], tuple[str, ...]]:
    """(the reports, why others can't be had). An archive that can't be asked at all is an error."""
    web = studies.archive(exam.base_url)
    found: list[bytes] = []
    problems: list[str] = []
    for series in (series for series in exam.series if series.holds(Use.REPORT)):
        if len(series.instances) < series.expected or not series.instances:
            series = studies.full_series_now(exam, series, progress)
        for instance in series.objects(Use.REPORT):
            progress.check()
            try:
                found.append(studies.instance_now(web, series, instance.sop_instance_uid, progress))
            except (NotThere, BadAnswer, HttpError) as error:
                problems.append(user_reason(error))
    return found, tuple(problems)


def _damaged(objects: Iterable[bytes]) -> Iterable[str]:
    for data in objects:
        try:
            read_header(data)
        except BrokenObject:
            yield Told(lambda: tr("it is damaged"))


def _documents(exam: Study) -> Iterable[str]:
    for series in exam.series:
        for kind in series.kinds:
            if Use.DOCUMENT in kind.uses:
                yield Told(lambda series=series, kind=kind: f"{title(series)}: {tr(kind.title)}")  # type: ignore[misc]
