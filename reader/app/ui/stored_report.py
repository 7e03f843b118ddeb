"""Stored reports, to be read beside the one that is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from reader.core.qt.theme import scaled
from reader.core.text import tr
from reader.review.history import History
from reader.review.ui.report_text import ReportText, lines_of
from reader.review.ui.whose import whose


class StoredReport(QDialog):
    """Not modal: one writes on beside it."""

    def __init__(self, reports: Sequence[History], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Signed report of this exam"))
        self.resize(scaled(520, 2.0), scaled(420, 2.0))
        text = ReportText()
        text.setAccessibleName(self.windowTitle())
        text.show_lines(lines_of(reports))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(tr("Close"))
        close.setIcon(QIcon())  # the system's is for light windows
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        if (newest := reports[0].standing if reports else None) is not None:
            layout.addLayout(whose(newest.report))
        layout.addWidget(text, 1)
        layout.addWidget(buttons)
