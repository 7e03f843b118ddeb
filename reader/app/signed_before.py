"""What who begins a report of an exam has to know: it has a signed one already. Main thread."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QApplication

from reader.app.presenter import Level, Message, Presenter
from reader.app.reading_case import ReadingCase
from reader.app.ui.stored_report import StoredReport
from reader.core.text import Told, tr
from reader.dicom.values import clock_text
from reader.review.history import History, reports_in
from reader.review.model import ReportVersion


class SignedBefore:
    """That of another order of the exam, or of one that was over long ago: no task names it. Said once for each."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self._told: set[str] = set()

    def tell(self, case: ReadingCase, versions: Sequence[ReportVersion]) -> None:
        """versions: of all reports that the exam has in the archive."""
        task = case.task
        begins = case.claim is not None and not (task.report or task.reports or task.supplement or case.is_review)
        if not begins or task.uid in self._told:
            return
        signed = [report.signed for report in reports_in(tuple(versions)) if report.signed.versions]
        if not signed:
            return
        self._told.add(task.uid)
        newest = signed[0].versions[-1]
        when, name = clock_text(newest.when), (newest.verifier or newest.report.author).name.display
        self._presenter.tell(Message(
            Told(lambda: tr("This exam has a signed report already ({name}, {when}).", name=name, when=when)),
            Told(lambda: tr("This order does not name it. Read it before you write.")), level=Level.WARNING,
            action=Told(lambda: tr("Read it")), run=partial(_show, signed), stands=True,
        ))  # fmt: skip


def _show(reports: Sequence[History]) -> None:
    StoredReport(reports, QApplication.activeWindow()).show()
