"""Handing a report over: checked, encoded and signed off the main thread, then taken by the outbox. No Qt.

The outbox has it on disk before anything is said to be submitted or signed; the draft stays in the journal
until the hub has confirmed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from reader.app.known_priors import known_priors
from reader.app.notifying import notices
from reader.app.reading_case import ReadingCase
from reader.app.workplace import Workplace
from reader.core.audit import AuditEvent
from reader.core.errors import ReaderError
from reader.core.text import mark, tr
from reader.delivery.model import Delivery, Step
from reader.delivery.service import (
    Handover,
    approval_steps,
    return_steps,
    second_reading_steps,
    signature_steps,
    submission_steps,
)
from reader.findings.model import Finding, is_key_image
from reader.findings.quality import reasons
from reader.findings.saved_states import SavedState
from reader.report.model import DraftModel, Report
from reader.review import service as review
from reader.review.certificate import refuse_revoked
from reader.review.checks import Discrepancy, Viewed, check
from reader.review.findings_diff import changes_told
from reader.review.model import ReportState, ReportVersion
from reader.review.service import Documents
from reader.review.supplement import Supplement
from reader.study.heading import series_title
from reader.study.model import Study
from reader.worklist.model import Claim, ReadingTask

_SUBMISSIONS = {
    None: mark("Submission"),
    Supplement.ADDENDUM: mark("Addendum for review"),
    Supplement.AMENDMENT: mark("Amendment for review"),
}
_SIGNATURES = {
    None: mark("Signed report"),
    Supplement.ADDENDUM: mark("Signed addendum"),
    Supplement.AMENDMENT: mark("Signed amendment"),
}

Done = Callable[[Delivery], None]
Failed = Callable[[BaseException], None]


class _Snapshot(NamedTuple):
    """What a handover takes: values that stay as they are while it is encoded on another thread."""

    report: Report
    findings: tuple[Finding, ...]
    study: Study
    version: ReportVersion | None
    loaded: tuple[Finding, ...]
    signed: ReportVersion | None
    states: tuple[SavedState, ...]


class HandoverDesk:
    """What the buttons under a report do. Main thread. failures: how many reports could not be handed over."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._going: set[str] = set()
        self.failures = 0

    def is_going(self, task: ReadingTask | None = None) -> bool:
        """Whether a report, or that of one task, is being encoded and signed: the outbox has not got it yet."""
        return bool(self._going) if task is None else task.uid in self._going

    def discrepancies(self, case: ReadingCase) -> tuple[Discrepancy, ...]:
        """What does not fit, before a submission or a signature."""
        draft, _ = _ready(case)
        study, findings = case.study, case.findings
        before = case.findings_of(case.signed)
        return check(
            draft.report, study.study, case.task.workitem, findings.findings, viewed(case), study.withheld,
            loaded=findings.loaded, missing=max(case.missing, case.gaps),
            signed=case.signed.report if case.signed is not None else None,
            returned=_returned(case), confirmed=study.confirmed, resting=findings.resting,
            clock_ahead_s=self._place.session.clock_ahead_s, reviewed=case.version if case.is_review else None,
            history=case.history, before=case.signed_before,
            critical=self._place.critical.model.of_exam(study.study.study_uid),
            template=case.library.template(draft.report.template_id), priors=known_priors(case),
            notices=notices(self._place.services.profile.policy.parent, draft.report),
            changed=changes_told(before, findings.findings, case.image_name) if case.signed is not None else (),
        )  # fmt: skip

    def submit(self, case: ReadingCase, done: Done, failed: Failed) -> None:
        """The author hands the report to review."""
        user, key = self._place.session.user, self._place.key
        report, findings, study, version, loaded, signed, states = _snapshot(case)

        def build() -> Documents:
            return review.submit(
                report, findings, study, user, key, version, signed=signed, loaded=loaded, states=states
            )

        title = tr(_SUBMISSIONS[case.supplement])
        steps = submission_steps
        if case.task.second:
            title, steps = tr("Second reading"), partial(second_reading_steps, about=case.ordered.subject)
        self._hand_over(case, build, steps, title, done, failed, hold=self._place.hold_s)

    def sign(self, case: ReadingCase, done: Done, failed: Failed) -> None:
        """The verifier answers for it."""
        user, key = self._place.session.user, self._place.key
        if key is None:
            failed(self._no_key())
            return
        report, findings, study, version, loaded, signed, states = _snapshot(case)

        def build() -> Documents:
            return review.sign(
                report, findings, study, user, key, version, signed=signed, loaded=loaded, states=states,
                own=case.task.own,
            )

        self._hand_over(case, build, signature_steps, tr(_SIGNATURES[case.supplement]), done, failed)

    def _no_key(self) -> ReaderError:
        why = self._place.no_key or tr("The certificate has not arrived from the hub yet.")
        return ReaderError(tr("There is no certificate to sign with."), why)

    def pass_on(self, case: ReadingCase, done: Done, failed: Failed) -> None:
        """The reviewer agrees, and signs that; a chief signs the report."""
        user, key = self._place.session.user, self._place.key
        report, findings, study, version, loaded, signed, states = _snapshot(case)
        if version is None or key is None:
            failed(self._no_key() if key is None else ReaderError(tr("There is no submitted report to pass on.")))
            return
        author = version.report.author

        def build() -> Documents:
            return review.pass_on(
                report, findings, study, user, key, version, signed=signed, loaded=loaded, states=states
            )

        def steps(handover: Handover) -> tuple[Step, ...]:
            return approval_steps(handover, author.name, author.code)

        self._hand_over(case, build, steps, tr("To a chief doctor"), done, failed)

    def give_back(self, case: ReadingCase, reason: str, done: Done, failed: Failed) -> None:
        """The reviewer returns it to its author with a reason."""
        user, key = self._place.session.user, self._place.key
        report, findings, study, version, loaded, _, states = _snapshot(case)
        if version is None:
            failed(ReaderError(tr("There is no submitted report to return.")))
            return
        author = version.report.author

        def build() -> Documents:
            return review.return_to_author(
                report, findings, study, user, key, version, reason, loaded=loaded, states=states
            )

        def steps(handover: Handover) -> tuple[Step, ...]:
            return return_steps(handover, author.name, author.code, reason)

        self._hand_over(case, build, steps, tr("Return to the author"), done, failed)

    def _hand_over(
        self,
        case: ReadingCase,
        build: Callable[[], Documents],
        steps: Callable[[Handover], tuple[Step, ...]],
        title: str,
        done: Done,
        failed: Failed,
        hold: float = 0.0,
    ) -> None:
        """Nothing of the case can be changed from now on: what is on the screen is what is handed over."""
        place, task, key = self._place, case.task, self._place.key
        about = " · ".join(filter(None, (case.study.study.patient.name.display, case.study.study.description)))
        _, claim = _ready(case)
        try:
            place.journal.flush()
        except ReaderError as error:
            failed(error)
            return
        case.confirm()
        self._going.add(task.uid)
        beside = place.services.profile.policy.parent
        notifiable = tuple(one.disease.code for one in notices(beside, case.draft.report)) if case.draft else ()
        poor = reasons([finding for finding in case.findings.findings if is_key_image(finding)])

        def work(_: object) -> tuple[ReportVersion, tuple[Step, ...]]:
            trust = place.trust_known()
            try:
                if key is not None:
                    refuse_revoked(key, trust)
                documents = build()
            finally:
                if key is not None:
                    key.done()
            version = documents.version
            handover = Handover(
                task=case.ordered.workitem,
                transaction=claim.transaction,
                user=place.session.user,
                report=version.reference,
                objects=documents.objects,
                ups_url=place.session.hub.ups_root,
                store_url=place.storage_url(task),
                evidence=version.evidence,
                superseded=tuple(filter(None, (task.report, *task.evidence))),
                started=case.opened,
                supplement=case.supplement.value if case.supplement is not None else "",
                positive=version.report.positive,
                poor=poor,
                notifiable=notifiable,
            )
            return review.read_version(documents.report, trust), steps(handover)

        def stays(error: BaseException) -> None:
            self._going.discard(task.uid)
            self.failures += 1
            case.keep()
            failed(error)

        def landed(result: tuple[ReportVersion, tuple[Step, ...]]) -> None:
            version, made = result
            try:
                delivery = place.outbox.enqueue(title, task.uid, made, about=about, hold=hold)
            except ReaderError as error:
                stays(error)
                return
            self._going.discard(task.uid)
            case.hand_over(version)
            done(delivery)  # also where the disk then takes no record, which is told
            place.services.audit.record(
                AuditEvent.PROCEDURE_RECORD,
                place.session.user.username,
                study=version.reference.study_uid,
                report=version.reference.sop_instance_uid,
                state=version.state.value,
                patient=version.report.subject.patient.patient_id,
            )

        place.services.tasks.change(work, landed, failed=stays)


def viewed(case: ReadingCase) -> tuple[Viewed, ...]:
    """How much of each image series of the exam, and of each part of one, was on the screen."""
    entries = []
    for series in case.study.study.series:
        if not series.is_image:
            continue
        state = case.study.state(series.series_uid)
        title = series_title(series)
        parts = case.views.viewed.parts(series.series_uid)
        if len(parts) > 1:
            for part in parts:
                failed = min(len(state.failures), part.total - part.seen)
                entries.append(Viewed(f"{title} · {part.label}", part.seen, part.total, failed))
            continue
        frames = sum(instance.frames for instance in series.pictures)
        total = max(series.picture_count, frames, state.expected - series.others)
        kept = len(case.views.seen(series.series_uid))
        seen = parts[0].seen if parts else min(kept, total)  # not opened today, but before
        if any(part.times > 1 for part in case.views.parts.outline(series.series_uid)):
            total = parts[0].total  # of a run of times each place counts once
        entries.append(Viewed(title, seen, total, len(state.failures)))
    return tuple(entries)


def _returned(case: ReadingCase) -> Report | None:
    """What its reviewer gave back, where none of its findings was changed since."""
    version = case.version
    given_back = version is not None and version.state is ReportState.RETURNED
    return version.report if version is not None and given_back and case.nothing_found else None


def _ready(case: ReadingCase) -> tuple[DraftModel, Claim]:
    if case.draft is None or case.claim is None or case.read_only:
        raise ReaderError(tr("This report can't be submitted now."), case.why_read_only)
    return case.draft, case.claim


def _for_order(report: Report, task: ReadingTask) -> Report:
    """It answers this order, whichever it was begun under."""
    number = task.workitem.accession
    ordered = number if number != report.subject.accession else ""
    return replace(report, subject=replace(report.subject, ordered=ordered))


def _snapshot(case: ReadingCase) -> _Snapshot:
    draft, _ = _ready(case)
    findings, study = case.findings.findings, case.study.study
    states = case.findings.saved.states
    report = replace(_for_order(draft.report, case.task), second=case.task.second)
    return _Snapshot(report, findings, study, case.version, case.loaded, case.signed, states)
