"""Signed reports to be read again: the list, the exam opened behind it, and how far one agrees."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from reader.app.rereads import LONGEST, SCORES, Reread, ask, rate
from reader.app.services import Services
from reader.app.session import Session
from reader.core.errors import ReaderError
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.rows import show_as_rows
from reader.core.tasks import Pool
from reader.core.text import counted, mark, tr
from reader.dicom.values import short_clock_text

_COLUMNS = (
    mark("Patient"), mark("Exam"), mark("Hospital"), mark("Signed"), mark("Author"), mark("Signed by"),
    mark("Read again by"), mark("Agreement"), mark("Comment"),
)  # fmt: skip
_WAITING = 6
"""So many of the columns are of what waits."""


class RereadDialog(QDialog):
    """Stays beside the reading window. look: opens the exam of a verification. Main thread."""

    def __init__(
        self, services: Services, session: Session, look: Callable[[str], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rereads")
        self.setWindowTitle(tr("Reports read again"))
        self._services, self._session, self._look = services, session, look
        self.rows: tuple[Reread, ...] = ()
        self.which = QComboBox()
        self.which.setAccessibleName(tr("Which reports"))
        for text, done in ((tr("To be read again by you"), False), (tr("What was found"), True)):
            self.which.addItem(text, done)
        self.told = Label(wordWrap=True)
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setAccessibleName(tr("Reports read again"))
        self.table.setHorizontalHeaderLabels([tr(title) for title in _COLUMNS])
        show_as_rows(self.table, max(28, QFontMetrics(self.table.font()).height() + 10))
        self.table.setSortingEnabled(False)  # a row is the report of its number
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.scores = QButtonGroup(self)
        self.significant = QCheckBox(tr("The difference is likely to matter for the patient"))
        self.comment = QPlainTextEdit()
        self.comment.setPlaceholderText(tr("What you see otherwise"))
        self.comment.setAccessibleName(tr("Comment"))
        self.comment.setTabChangesFocus(True)
        self.comment.setFixedHeight(3 * QFontMetrics(self.comment.font()).lineSpacing() + 12)
        self.show_exam = QPushButton(tr("Open the exam"))
        self.save = QPushButton(tr("Save"))
        self._rating = self._form()
        close = QPushButton(tr("Close"))
        for button in (self.show_exam, self.save, close):
            button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(self.show_exam)
        foot.addStretch()
        foot.addWidget(self.save)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(self.which, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._rating)
        layout.addLayout(foot)
        self.which.currentIndexChanged.connect(self.ask)
        self.table.currentCellChanged.connect(lambda *_: self._choose())
        self.table.cellDoubleClicked.connect(lambda *_: self.show_exam.click())
        self.scores.idToggled.connect(lambda *_: self._follow())
        self.show_exam.clicked.connect(self._open)
        self.save.clicked.connect(self._save)
        close.clicked.connect(self.reject)
        self.ask()

    @property
    def chosen(self) -> Reread | None:
        row = self.table.currentRow()
        return self.rows[row] if 0 <= row < len(self.rows) else None

    def ask(self) -> None:
        """The hub, for what is chosen."""
        session, done = self._session, bool(self.which.currentData())
        self.told.setText(tr("Asking the hub …"))
        self._services.tasks.query(
            lambda _: ask(session.http, session.hub.rereads_root, done=done),
            self._landed, failed=self._failed, pool=Pool.NETWORK, topic="rereads",
        )  # fmt: skip

    def _landed(self, found: tuple[Reread, ...]) -> None:
        if not isValid(self):
            return
        done, self.rows = bool(self.which.currentData()), found
        self.table.setRowCount(len(found))
        for number, row in enumerate(self.rows):
            signed = short_clock_text(row.signed) if row.signed is not None else ""
            patient, author, signer, by = (one.display for one in (row.patient, row.author, row.signer, row.by))
            texts = (patient, row.exam, row.site, signed, author, signer, by, row.verdict, row.comment)
            for column, text in enumerate(texts):
                item = QTableWidgetItem(" ".join(text.split()))
                item.setToolTip(plain_tip(text))
                self.table.setItem(number, column, item)
        for column in range(_WAITING, len(_COLUMNS)):
            self.table.setColumnHidden(column, not done)
        self.table.resizeColumnsToContents()
        if found:
            self.table.setCurrentCell(0, 0)
        text = counted("{count} report", "{count} reports", len(found))
        none = tr("Nothing was read again yet.") if done else tr("Nothing waits for you.")
        self.told.setText(text if found else none)
        self._choose()

    def _failed(self, error: BaseException) -> None:
        if isValid(self):
            told = error.user_message if isinstance(error, ReaderError) else tr("The list could not be read.")
            hint = error.hint if isinstance(error, ReaderError) else ""
            self.told.setText(f"■ {told} {hint}".strip())
            self._follow()

    def _choose(self) -> None:
        """Another report: what was begun is of the one before."""
        self.scores.setExclusive(False)
        for button in self.scores.buttons():
            button.setChecked(False)
        self.scores.setExclusive(True)
        self.significant.setChecked(False)
        self.comment.clear()
        self._follow()

    def _follow(self) -> None:
        row, done = self.chosen, bool(self.which.currentData())
        self._rating.setVisible(not done)
        self._rating.setEnabled(row is not None)
        self.save.setVisible(not done)
        self.save.setEnabled(row is not None and self.scores.checkedId() > 0)
        self.significant.setEnabled(self.scores.checkedId() > 1)
        self.show_exam.setEnabled(row is not None)

    def _open(self) -> None:
        if (row := self.chosen) is not None:
            self._look(row.uid)

    def _save(self) -> None:
        row, session, score = self.chosen, self._session, self.scores.checkedId()
        if row is None or score < 1:
            return
        self.save.setEnabled(False)
        significant = score > 1 and self.significant.isChecked()
        work = partial(
            rate, session.http, session.hub.rereads_root, row.uid, score,
            self.comment.toPlainText().strip()[:LONGEST], significant=significant,
        )  # fmt: skip

        def done(_: None) -> None:
            if isValid(self):
                self.ask()

        self._services.tasks.change(lambda _: work(), done, failed=self._failed, pool=Pool.NETWORK)

    def _form(self) -> QWidget:
        form = QWidget()
        rows = QVBoxLayout(form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        for score, text in SCORES.items():
            button = QRadioButton(f"{score}  {tr(text)}")
            self.scores.addButton(button, score)
            rows.addWidget(button)
        rows.addWidget(self.significant)
        rows.addWidget(self.comment)
        return form
