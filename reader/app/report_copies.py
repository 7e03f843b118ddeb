"""Reports that leave the program: which version, and whether its signature holds. Main thread.

That is the signed one. Where none is signed yet, the hospital's policy may let the one that waits for its review
leave at some hours, marked as preliminary.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from reader.app.exporting import Exporting
from reader.app.presenter import Presenter
from reader.app.reading_case import ReadingCase
from reader.app.workplace import Workplace
from reader.core.errors import ReaderError
from reader.core.hours import holds
from reader.core.text import tr
from reader.delivery.outputs.content import ReportPage, page_of, waiting
from reader.dicom.json_model import Json
from reader.findings.model import Finding
from reader.review.history import History, read_versions
from reader.review.model import ReportVersion
from reader.worklist.codec import task_from
from reader.worklist.model import Kind, ReadingTask, State


class ReportCopies:
    """exporting: notes each of them in the audit trail."""

    def __init__(self, place: Workplace, presenter: Presenter, exporting: Exporting) -> None:
        self._place, self._presenter, self.exporting = place, presenter, exporting

    def may(self, case: ReadingCase, history: History) -> bool:
        """Whether a version of it may leave now, as far as the worklist knows."""
        if history.signed.newest is not None:
            return True
        version = self._preliminary(history)
        exam = self._place.worklist.worklist.exam(case.task.uid)
        return version is not None and exam is not None and any(_is_review(step, version) for step in exam.steps)

    def why_not(self, case: ReadingCase) -> str:
        """Why none may leave, as the end of a sentence; "" where it is not for want of a signature."""
        exam = self._place.worklist.worklist.exam(case.task.uid)
        signed = exam is None or exam.last_signed is not None
        return "" if signed else tr("the report has to be signed first.")

    def _preliminary(self, history: History) -> str | None:
        """The SOP Instance UID of what may leave before its review; None for nothing."""
        newest = waiting(history).newest
        allowed = holds(self._place.services.settings.value.preliminary_reports, datetime.now())
        return newest.reference.sop_instance_uid if newest is not None and allowed else None

    def make(self, case: ReadingCase, history: History, then: Callable[[ReportPage], None]) -> None:
        """Of the newest signed version, or of what may leave before; what can't be handed out is told instead. What
        was handed over here a moment ago is read from what is sent: its signature is checked as everybody's. A
        preliminary report leaves only while the hub has an open review of it: not while it is on its way, nor once
        it was recalled, returned or signed, whatever this window shows."""
        task, preliminary = case.task.uid, self._preliminary(history)

        def work(_: object) -> tuple[ReportVersion, ...]:
            if preliminary is not None:
                self._refuse_settled(case.study.study.study_uid, preliminary)
            sent = self._place.outbox.objects(task)
            return read_versions(sent, self._place.trust_now()).versions if sent else ()

        def landed(versions: tuple[ReportVersion, ...]) -> None:
            known = {version.reference.sop_instance_uid: version for version in versions}
            checked = tuple(known.get(v.reference.sop_instance_uid, v) for v in history.versions)
            proven = replace(history, versions=checked)
            newest = _leaving(proven).newest
            try:
                if newest is not None and not newest.signatures and case.handed_over:
                    raise ReaderError(
                        tr("The report is at the hub by now, and its signature has to be read from there."),
                        tr("Close the exam and open it again, then repeat this."),
                    )
                found = self._findings(case, proven)
                page = page_of(proven, found, case.image_number, preliminary=preliminary is not None)
            except ReaderError as error:
                self._presenter.show(error)
                return
            then(page)

        self._place.services.tasks.query(work, landed, failed=self._presenter.show, scope=case.scope)

    def _refuse_settled(self, study: str, report: str) -> None:
        """Raises `ReaderError` where no review of this report waits or is being done, or where that can't be told.
        Blocks."""
        if not any(_reviews(entry, report) for entry in self._place.ups.search({"0020000D": study})):
            raise ReaderError(
                tr("At the hub this report does not wait for its review: it can't be handed out."),
                tr("Open the exam again to see how it stands."), safe=tr("Nothing was written."),
            )  # fmt: skip

    def tell(self, error: BaseException) -> None:
        self._presenter.show(error)

    def _findings(self, case: ReadingCase, history: History) -> tuple[Finding, ...]:
        """As the version's evidence has them; of what was signed here a moment ago those of the case."""
        version = _leaving(history).newest
        cited = [reference.sop_instance_uid for reference in version.evidence] if version is not None else []
        stored = [finding for uid in cited for finding in case.stored_findings.get(uid, ())]
        known = {finding.tracking_uid for finding in stored}
        newest = case.story.newest
        here = version is not None and newest is not None and version.reference == newest.reference
        own = case.findings.findings if here and case.handed_over else ()
        return (*stored, *(finding for finding in own if finding.tracking_uid not in known))


def _leaving(history: History) -> History:
    """Up to the version that leaves."""
    return history.signed if history.signed.versions else waiting(history)


def _reviews(entry: Json, report: str) -> bool:
    """Whether a task of the hub is the review of this report, and still to be done."""
    try:
        return _is_review(task_from(entry), report)
    except ValueError:
        return False  # the worklist says what can't be read of it


def _is_review(step: ReadingTask, report: str) -> bool:
    return step.kind is Kind.REVIEW and step.state in (State.WAITING, State.READING) and step.report == report
