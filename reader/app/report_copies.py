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
from reader.findings.model import Finding
from reader.review.history import History, read_versions
from reader.review.model import ReportVersion


class ReportCopies:
    """exporting: notes each of them in the audit trail."""

    def __init__(self, place: Workplace, presenter: Presenter, exporting: Exporting) -> None:
        self._place, self._presenter, self.exporting = place, presenter, exporting

    def may(self, history: History) -> bool:
        """Whether a version of it may leave now."""
        return history.signed.newest is not None or self._preliminary(history)

    def _preliminary(self, history: History) -> bool:
        rule = self._place.services.settings.value.preliminary_reports
        return waiting(history).newest is not None and holds(rule, datetime.now())

    def make(self, case: ReadingCase, history: History, then: Callable[[ReportPage], None]) -> None:
        """Of the newest signed version, or of what may leave before; what can't be handed out is told instead. What
        was handed over here a moment ago is read from what is sent: its signature is checked as everybody's. A
        preliminary report leaves once it is at the hub."""
        task, preliminary = case.task.uid, self._preliminary(history)
        if preliminary and self._place.pending_delivery(case.task) is not None:
            what = tr("The report is still on its way to the hub.")
            self._presenter.show(ReaderError(what, tr("Try again once it is delivered.")))
            return

        def work(_: object) -> tuple[ReportVersion, ...]:
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
                page = page_of(proven, found, case.image_number, preliminary=preliminary)
            except ReaderError as error:
                self._presenter.show(error)
                return
            then(page)

        self._place.services.tasks.query(work, landed, failed=self._presenter.show, scope=case.scope)

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
