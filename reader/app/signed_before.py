"""Tells whoever writes or reviews a report that the exam already has a signed one. Main thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QApplication

from reader.app.presenter import Level, Message, Presenter
from reader.app.reading_case import ReadingCase
from reader.app.ui.reading_window import ReadingWindow
from reader.app.ui.stored_report import StoredReport
from reader.core.text import Told, tr
from reader.review.checks import signed_already
from reader.review.history import History, reports_in
from reader.review.model import ReportVersion


class SignedBefore:
    """A report of another order of the exam, or of one that ended long ago, which no task names. Told once for each
    task; the case keeps it for the checks before its report is handed over."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self._told: set[str] = set()

    def tell(self, case: ReadingCase, versions: Sequence[ReportVersion]) -> None:
        """versions: of all reports that the exam has in the archive."""
        if case.claim is None or case.handed_over:
            return
        own = {case.task.report, *case.task.reports, *map(_uid, case.story.versions)}
        reports = [one.signed for one in reports_in(tuple(versions)) if own.isdisjoint(_uids(one))]
        signed = [report for report in reports if report.versions]
        case.take_signed_before(tuple(report.versions[-1] for report in signed))
        if not signed or case.task.uid in self._told:
            return
        self._told.add(case.task.uid)
        newest = case.signed_before[0]
        self._presenter.tell(Message(
            Told(lambda: signed_already(newest)),
            Told(lambda: tr("This order does not name it. Read it first.")),
            level=Level.WARNING, action=Told(lambda: tr("Read it")), run=partial(_show, signed), stands=True,
        ))  # fmt: skip


def _uids(report: History) -> Iterator[str]:
    """Of its versions, and of those they follow on: the archive may not have been asked for them."""
    for version in report.versions:
        yield _uid(version)
        if version.predecessor is not None:
            yield version.predecessor.sop_instance_uid


def _uid(version: ReportVersion) -> str:
    return version.reference.sop_instance_uid


def _show(reports: Sequence[History]) -> None:
    windows = (window for window in QApplication.topLevelWidgets() if isinstance(window, ReadingWindow))
    outputs = next((window.outputs for window in windows if window.isVisible()), None)
    StoredReport(reports, QApplication.activeWindow(), outputs).show()
