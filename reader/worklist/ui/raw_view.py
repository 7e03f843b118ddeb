"""A task that can't be read, as the hub sent it: to look at and to copy, nothing else."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.qt.plain import Label
from reader.core.qt.theme import figures
from reader.core.text import tr
from reader.worklist.model import Unreadable
from reader.worklist.words import printable


class RawView(QDialog):
    """Read-only; the text can be copied for whoever looks after the hub."""

    def __init__(self, record: Unreadable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("worklist.raw")
        self.setWindowTitle(tr("This task can't be read"))
        title = Label(tr("This task can't be read"))
        title.setProperty("role", "title")
        told = Label(tr("It is left out and can't be claimed. Tell your administrator."))
        told.setWordWrap(True)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(tr("The record as it was sent"))
        self.text.setReadOnly(True)
        self.text.setFont(figures(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)))
        head = [tr("Task {uid}", uid=record.uid or tr("without UID")), *record.reasons]
        self.text.setPlainText(printable("\n".join((*head, "", record.raw))))
        copy, close = QPushButton(tr("Copy")), QPushButton(tr("Close"))
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.text.toPlainText()))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(close)
        box = QVBoxLayout(self)
        for widget in (title, told, self.text):
            box.addWidget(widget)
        box.addLayout(row)
        self.resize(680, 520)
