"""The report of an opened case: what is stored or on its way, the draft on it, the findings. No Qt; main thread.

A task that can be written in gets a draft: this computer's own, else the stored report, else an empty template. One
that can only be looked at shows its report as it is now, whatever has happened to it since, and never a template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from reader.app.access import Barrier, ReadOnly
from reader.app.kept_drafts import KeptDrafts
from reader.app.own_templates import OwnTemplates
from reader.app.presenter import Level, Message, Presenter
from reader.app.reading_case import ReadingCase, subject_of
from reader.app.results import ExamResults, Reports, WorkedOn
from reader.app.signed_before import SignedBefore
from reader.app.workplace import Workplace
from reader.core.audit import AuditEvent
from reader.core.text import Told, tr
from reader.dicom.signatures.model import Verdict
from reader.findings.codec import judged_on
from reader.findings.model import Finding, Status
from reader.findings.service import title
from reader.report.linking import settled
from reader.report.model import DraftModel, Report
from reader.report.template import choose_template
from reader.review.doubts import not_shown
from reader.review.history import History, history_of
from reader.review.judged_since import judged_since
from reader.review.model import ReportState, ReportVersion
from reader.review.supplement import Supplement, begun, carried_over, kind_of, resumed
from reader.study.admission import Withheld
from reader.study.model import Study
from reader.worklist.model import ReadingTask, State


class CaseReporting:
    """language: of new reports, RFC 5646 ("zh", "en")."""

    def __init__(self, place: Workplace, presenter: Presenter, language: str) -> None:
        self._place = place
        self._presenter = presenter
        self._language = language
        self._results = ExamResults(place, presenter)
        self._drafts = KeptDrafts(place, presenter)
        self._before = SignedBefore(presenter)
        self._templates = OwnTemplates(place.services.profile, place.user.username, presenter)

    def begin(self, case: ReadingCase, study: Study) -> None:
        """It is known whose task it is and what the exam holds: a new report at once, a stored one when read."""
        fresh = case.task.report == "" and not case.task.supplement and not case.is_review
        if fresh and case.draft is None and case.claim is not None:
            self._start(case, History())
        self._fetch(case, study)

    def without_exam(self, case: ReadingCase) -> None:
        """The exam could not be opened: an own draft can still be written in."""
        self._results.without_exam(case)
        if case.draft is not None:
            return
        if case.claim is not None and not case.task.supplement:
            self._start(case, History())
        else:
            case.lack_report(Told(lambda: tr("The report can't be shown, since the exam could not be opened.")))

    def again(self, case: ReadingCase, then: Callable[[], None] = lambda: None) -> None:
        """Results that were kept off the screen may be shown now, or have come. then: read, or can't be."""
        self._fetch(case, case.study.study, then)

    def follow_language(self, case: ReadingCase) -> None:
        """The program's language has changed: a report that nobody has begun to write is made in it."""
        draft = case.draft
        if draft is not None and not draft.read_only and case.version is None and case.begun == draft.report:
            case.begin_again(self._report(case, None))

    def _fetch(self, case: ReadingCase, study: Study, then: Callable[[], None] = lambda: None) -> None:
        sent = self._place.on_the_way(case.task)

        def take(reports: Reports | None) -> Iterable[str]:
            if reports is not None:
                case.take_stored_findings(reports.stored)
                case.take_findings(reports.findings)
                case.take_second(_by_uid(case.task.second_report, reports.versions))
            if case.draft is None:
                self._take_versions(case, reports.versions if reports is not None else (), sent=bool(sent))
            if reports is not None:
                self._before.tell(case, reports.versions)
            shown = (*case.story.versions, *case.history.unproven)
            uids = [version.reference.sop_instance_uid for version in shown]
            new = () if reports is None else reports.versions
            every = (*shown, *(one for one in new if one.reference.sop_instance_uid not in uids))
            later = history_of(every, reversed(uids))
            versions = {*uids, *(version.reference.sop_instance_uid for version in later.versions)}
            built_on = (r.sop_instance_uid for version in (*shown, *later.versions) for r in version.evidence)
            case.take_documents((*versions, *built_on))
            return versions

        shown: WorkedOn = partial(_looked_at, _is_signed(case), bool(sent), case.task)
        if case.claim is not None:
            shown = partial(_begins_with, case.task)
        self._results.fetch(case, study, take, sent, then, shown, self._kept_from(case))

    def _kept_from(self, case: ReadingCase) -> set[str]:
        """SOP Instance UIDs of what whoever reads an exam a second time may not know: a hub that has the images
        does not show it, another archive does."""
        first, exam = case.ordered, self._place.worklist.worklist.exam(case.task.uid)
        steps = (first, *(exam.steps if exam is not None else ())) if first.second else ()
        by_author = [step for step in steps if step.author_id == first.author_id]
        return {uid for step in by_author for uid in (step.report, *step.evidence)}

    def _take_versions(self, case: ReadingCase, versions: tuple[ReportVersion, ...], *, sent: bool) -> None:
        """A report that is worked on begins where its task says; one that is looked at is shown as it is now."""
        task = case.task
        doubts = {entry.uid for entry in case.study.withheld if entry.is_doubt}
        named = self._newest_named(case) if case.claim is None else ()
        if doubts & {task.report, *task.reports, *named} - {""}:
            return  # of the latter: until a person has said that it is the same patient
        if case.claim is not None:
            written = _worked_on(task, versions)
            newer = _added_to_since(written, versions)
            self._start(case, newer or written, moved=written if newer is not None else None)
            return
        history = _looked_at(_is_signed(case), sent, task, versions)
        if history.newest is None:
            case.lack_report(self._why_none(case))
            self._drafts.offer(case)
            return
        relied_on = {v.reference.sop_instance_uid for v in (*history.versions, *(v for v in versions if v.proven))}
        if named and relied_on.isdisjoint(named):
            case.miss_newest()
        self._start(case, history)

    def _newest_named(self, case: ReadingCase) -> tuple[str, ...]:
        """SOP Instance UIDs under which the worklist says that the newest version is stored, of a signed report the
        newest signed one; () where it names none."""
        exam, why = self._place.worklist.worklist.exam(case.task.uid), case.read_only_because
        steps = exam.steps if exam is not None else (case.task,)
        if exam is not None and exam.last_signed is not None and why is not None and why.barrier is Barrier.SIGNED:
            steps = (exam.last_signed,)
        made = [step.made for step in steps if step.state is State.DONE and step.made]
        return made[-1] if made else ()

    def _why_none(self, case: ReadingCase) -> str:
        if not case.task.reports:
            return Told(lambda: tr("There is no report yet."))
        what = Told(lambda: tr("The stored report can't be found on the hub."))
        hint = Told(lambda: tr("Refresh the worklist and open it again."))
        if (stranger := _stranger(case, case.task.reports)) is not None:
            what = Told(lambda: tr("The stored report is of another patient and is not shown."))
            hint = Told(lambda: stranger.text)
        self._presenter.tell(Message(what, hint, level=Level.ERROR))
        return what

    def _start(self, case: ReadingCase, history: History, moved: History | None = None) -> None:
        """The draft of this computer if there is one, else the stored report, else an empty template.

        moved: what was written as the supplement of an older signed version than the newest of `history`."""
        version = history.newest
        kept = None
        if case.claim is not None:
            kept, begins = self._drafts.find(case, lambda: self._start(case, history, moved))
            if not begins:
                return
        case.take_versions(history, *self._supplement(case, history))
        if version is not None:
            self._say_of(history)
        self._bar_without_text(case)
        if kept:
            judged = (finding for finding in kept.findings if finding.status is not Status.PROPOSED)
            case.findings.load(judged, kept.removed)
            case.findings.saved.load(kept.states)
        known = {finding.tracking_uid: finding for finding in case.findings.findings}
        report = kept.report if kept else self._report(case, version)
        if not kept and moved is not None:
            report = self._carried_over(case, moved) or report
        draft = DraftModel(settled(report, known, case.image_number))
        if kept:
            draft.mark_saved(kept.saved_at, draft.report)
        case.set_draft(draft, begun=None if kept else draft.report, templates=self._templates.all())
        if case.claim is not None:
            self._place.journal.open(case.task.uid, draft, case.findings)
        self._drafts.offer(case)

    def _bar_without_text(self, case: ReadingCase) -> None:
        """Without the text that it is about nothing can be reviewed, answered or added to, and what is signed would
        not be locked; nothing is built on one that was changed since. Look only, and keep what was typed."""
        if case.claim is not None and case.signed is not None and case.signed.broken:
            hint = Told(lambda: tr("Don’t rely on it; tell your administrator."))
            self._bar(case, Barrier.BROKEN_SIGNATURE, hint)
            return
        task, about = case.task, case.task.report or case.task.supplement or case.is_review
        if not about or (case.version is not None and (case.signed is not None or not task.supplement)):
            return
        if case.version is not None and case.claim is None:
            return  # it is only looked at anyway
        barrier = Barrier.NO_SIGNED_REPORT if task.supplement else Barrier.NO_SUBMITTED_REPORT
        hint = Told(lambda: tr("Open the case again; your text is kept."))
        if (stranger := _stranger(case, (task.report,))) is not None:
            barrier, hint = Barrier.REPORT_OF_ANOTHER, Told(lambda: stranger.text)
        self._bar(case, barrier, hint)

    def _bar(self, case: ReadingCase, barrier: Barrier, hint: str) -> None:
        case.bar(ReadOnly(barrier))
        self._presenter.tell(Message(Told(lambda: case.why_read_only), hint, level=Level.ERROR))

    def _supplement(self, case: ReadingCase, history: History) -> tuple[ReportVersion | None, Supplement | None]:
        """The signed version that the report supplements and how, (None, None) where it is a report by itself."""
        version = history.newest
        if version is not None and version.state is ReportState.SIGNED and case.claim is not None:
            amends = case.task.supplement == Supplement.AMENDMENT.value
            return version, Supplement.AMENDMENT if amends else Supplement.ADDENDUM
        if version is not None and history.base is not None:
            return history.base, kind_of(version.report, history.base.report)
        return None, None

    def _report(self, case: ReadingCase, version: ReportVersion | None) -> Report:
        if version is not None and case.claim is None:
            return version.report
        if version is not None and case.signed is not None and case.supplement is not None:
            if version is case.signed:
                return begun(version.report, case.supplement, self._place.user)
            return resumed(version.report, case.signed.report, case.supplement)
        study, task, user = case.study.study, case.task, self._place.user
        subject = subject_of(study, task)
        language = version.report.language if version else self._language
        body = f"{subject.body_part} {study.description} {task.workitem.label}"
        modality = "PT" if "PT" in study.modalities else subject.modality  # with a CT it is read as one exam
        template = choose_template(modality, body, language, self._templates.all().templates)
        if version is not None:
            return template.complete(version.report)
        return template.new_report(subject, user)

    def _carried_over(self, case: ReadingCase, moved: History) -> Report | None:
        """What was written for an older signed version, now for the newest; its author is told."""
        written, before, now = moved.newest, moved.base, case.signed
        kind = kind_of(written.report, before.report) if written is not None and before is not None else None
        if written is None or before is None or now is None or kind is None:
            return None
        case.take_versions(case.history, now, kind)
        since = judged_since(written, before, now, case.stored_findings)
        known = {finding.tracking_uid: finding for finding in case.loaded}
        then = {one.tracking_uid: judged_on(known.get(one.tracking_uid), one) for one in since.written}
        case.findings.load((then[one.tracking_uid] for one in since.changed), since.removed)
        what = Told(lambda: tr("Another addendum or amendment of this report was signed since yours was written."))
        self._presenter.tell(Message(what, Told(partial(_read_both, since.disputed)), level=Level.WARNING))
        report = settled(written.report, then, case.image_number)  # what is said of a disputed one is out of date
        return carried_over(report, before.report, now.report, kind)

    def _say_of(self, history: History) -> None:
        for later in history.unproven:
            self._presenter.tell(Message(Told(partial(not_shown, later)), level=Level.WARNING))
        newest = history.newest
        if newest is not None and newest.verdict is Verdict.TAMPERED:
            self._place.services.audit.record(
                AuditEvent.SECURITY_ALERT, self._place.user.username, outcome=8, study=newest.reference.study_uid,
                report=newest.reference.sop_instance_uid, reason="the signature of a report does not hold",
            )  # fmt: skip
        if newest is not None and newest.undermined:
            self._place.services.audit.record(
                AuditEvent.SECURITY_ALERT, self._place.user.username, outcome=8, study=newest.reference.study_uid,
                report=newest.reference.sop_instance_uid, reason="the signature of a result does not hold",
            )  # fmt: skip
        for warning in newest.warnings if newest is not None else ():
            self._presenter.tell(Message(warning, level=Level.WARNING))


def _by_uid(uid: str, versions: Iterable[ReportVersion]) -> ReportVersion | None:
    return next((version for version in versions if version.reference.sop_instance_uid == uid), None)


def _worked_on(task: ReadingTask, versions: tuple[ReportVersion, ...]) -> History:
    """Up to the version that a task is about; what follows on a signed one always follows on the newest of them."""
    known = [task.report]
    if task.supplement and not task.report:
        known = [v.reference.sop_instance_uid for v in versions if v.state is ReportState.SIGNED]
    whole = history_of(versions, known)
    at = next((version for version in whole.versions if version.reference.sop_instance_uid in known), None)
    if at is None:
        return History()
    return whole.signed if at.state is ReportState.SIGNED else whole.until(at)


def _begins_with(task: ReadingTask, versions: tuple[ReportVersion, ...]) -> History:
    written = _worked_on(task, versions)
    return _added_to_since(written, versions) or written


def _is_signed(case: ReadingCase) -> bool:
    why = case.read_only_because
    return why is not None and why.barrier is Barrier.SIGNED


def _looked_at(signed: bool, sent: bool, task: ReadingTask, versions: tuple[ReportVersion, ...]) -> History:
    """Up to the newest version; of a signed report without what was added to it since and is with its author, or
    with nobody. sent: the newest is on its way from this computer."""
    newest = [v.reference.sop_instance_uid for v in versions[:1]] if sent else []
    history = history_of(versions, (*newest, *task.reports))
    return history.signed if signed and history.signed.newest is not None else history


def _read_both(disputed: tuple[Finding, ...]) -> str:
    told = tr("Yours now follows on it: read both before you submit.")
    if not disputed:
        return told
    names = tr(", ").join(title(finding) for finding in disputed)
    return f"{told} {tr('Judged differently in the two, and shown as signed: {findings}.', findings=names)}"


def _added_to_since(history: History, versions: tuple[ReportVersion, ...]) -> History | None:
    """The report with the addendum or amendment that was signed after the one of this history was written, which
    builds on an older signed version; None where that one is the newest."""
    base, newest = history.base, history.newest
    if base is None or newest is None or newest.state is ReportState.SIGNED:
        return None
    signed = history_of(versions, (base.reference.sop_instance_uid,)).signed
    return signed if signed.newest is not None and signed.newest is not base else None


def _stranger(case: ReadingCase, uids: Iterable[str]) -> Withheld | None:
    """One of these reports, where it was kept off the screen."""
    return next((entry for entry in case.study.withheld if entry.uid and entry.uid in uids), None)
