"""Stored reports, to be read beside the one that is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from reader.app.ui.report_outputs import ReportOutputs
from reader.core.qt.fitting import open_wide
from reader.core.qt.theme import scaled
from reader.core.text import tr
from reader.review.history import History
from reader.review.ui.report_text import ReportText, lines_of
from reader.review.ui.whose import whose


class StoredReport(QDialog):
    """Not modal: one writes on beside it. outputs: of the case, for what is signed; None where there are none."""

    def __init__(
        self, reports: Sequence[History], parent: QWidget | None = None, outputs: ReportOutputs | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Signed report of this exam"))
        open_wide(self, QSize(scaled(520, 2.0), scaled(420, 2.0)))
        text = ReportText()
        text.setAccessibleName(self.windowTitle())
        text.show_lines(lines_of(reports))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(tr("Close"))
        close.setIcon(QIcon())  # the system's is for light windows
        buttons.rejected.connect(self.reject)
        self._reports, self.which = tuple(reports), QComboBox()
        self.which.setAccessibleName(tr("Which of the reports"))
        for number in range(1, len(reports) + 1):
            self.which.addItem(tr("Report {number} of {count}", number=number, count=len(reports)))
        if outputs is not None and reports:
            self._offer(outputs, buttons)
        layout = QVBoxLayout(self)
        if (newest := reports[0].standing if reports else None) is not None:
            layout.addLayout(whose(newest.report))
        layout.addWidget(text, 1)
        if len(reports) > 1:
            layout.addWidget(self.which)
        layout.addWidget(buttons)

    def _offer(self, outputs: ReportOutputs, buttons: QDialogButtonBox) -> None:
        """Of the report that is chosen; there is mostly one."""
        offered = (
            (tr("Copy as text"), outputs.copy), (tr("Save …"), outputs.ask_file), (tr("Print …"), outputs.print),
        )  # fmt: skip
        for title, run in offered:
            button = QPushButton(title)
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._run, run))
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)

    def _run(self, run: Callable[[History], None], _: bool = False) -> None:
        run(self._reports[max(0, self.which.currentIndex())])
