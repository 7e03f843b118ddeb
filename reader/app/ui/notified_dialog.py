"""The list of what has to be reported by law, of the days that the statistics show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from reader.app.notified import COLUMNS, Notified, ask, csv_of, note
from reader.app.services import Services
from reader.app.session import Session
from reader.core.errors import ReaderError
from reader.core.qt.fitting import open_wide
from reader.core.qt.plain import Label
from reader.core.qt.rows import show_as_rows
from reader.core.storage import write_atomically
from reader.core.tasks import Pool
from reader.core.text import counted, tr
from reader.review.notifiable import Disease


class NotifiedDialog(QDialog):
    """Asks the hub when it opens, and after each mark. Main thread. exported: where."""

    exported = Signal(str)

    def __init__(
        self, services: Services, session: Session, days: tuple[date, date], diseases: Sequence[Disease],
        failed: Callable[[BaseException], None], parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("notified")
        self.setWindowTitle(tr("Notifiable diseases"))
        self._services, self._session, self._days, self._diseases = services, session, days, diseases
        self._failed = failed
        self.rows: tuple[Notified, ...] = ()
        self.told = Label(wordWrap=True)
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setAccessibleName(tr("Notifiable diseases"))
        self.table.setHorizontalHeaderLabels([tr(title) for title in COLUMNS])
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        show_as_rows(self.table, max(28, QFontMetrics(self.table.font()).height() + 10))
        self.table.setSortingEnabled(False)  # a row is the report of its number
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.mark = QPushButton(tr("Mark as reported"))
        self.export = QPushButton(tr("Export as CSV …"))
        close = QPushButton(tr("Close"))
        foot = QHBoxLayout()
        foot.addWidget(self.mark)
        foot.addStretch()
        foot.addWidget(self.export)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.table.currentCellChanged.connect(lambda *_: self._follow())
        self.table.cellDoubleClicked.connect(lambda *_: self.mark.click())
        self.mark.clicked.connect(self._mark)
        self.export.clicked.connect(self._export)
        close.clicked.connect(self.reject)
        self.mark.setDefault(False)
        self.mark.setAutoDefault(False)
        self._follow()
        self.ask()

    def ask(self) -> None:
        self.told.setText(tr("Asking the hub …"))
        session, (first, last) = self._session, self._days
        self._services.tasks.query(
            lambda _: ask(session.http, session.hub.notifiable_root, first, last),
            self._landed, failed=self._not_found, pool=Pool.NETWORK, topic="notifiable",
        )  # fmt: skip

    def export_to(self, path: Path) -> None:
        data = csv_of(self.rows, self._diseases)

        def done(_: None) -> None:
            if isValid(self):
                self.exported.emit(str(path))
                self.told.setText(tr("Saved: {path}", path=path))

        self._services.tasks.change(
            lambda _: write_atomically(path, data), done, failed=self._failed, pool=Pool.STORAGE
        )

    @property
    def chosen(self) -> Notified | None:
        row = self.table.currentRow()
        return self.rows[row] if 0 <= row < len(self.rows) else None

    def _landed(self, found: tuple[tuple[Notified, ...], bool]) -> None:
        if not isValid(self):
            return
        chosen, (self.rows, more) = self.chosen, found
        self.table.setRowCount(len(self.rows))
        for number, row in enumerate(self.rows):
            for column, text in enumerate(row.texts(self._diseases)):
                self.table.setItem(number, column, QTableWidgetItem(text))
        self.table.resizeColumnsToContents()
        uids = [row.uid for row in self.rows]
        if self.rows:
            self.table.setCurrentCell(uids.index(chosen.uid) if chosen and chosen.uid in uids else 0, 0)
        open_ = sum(not row.reported_by for row in self.rows)
        first, last = (day.isoformat() for day in self._days)
        text = tr("No report signed {first} to {last} says that it has to be reported.", first=first, last=last)
        if self.rows:
            text = counted(
                "{count} report signed {first} to {last}", "{count} reports signed {first} to {last}",
                len(self.rows), first=first, last=last,
            )  # fmt: skip
            text += tr(", {count} still to be reported.", count=open_) if open_ else tr(", all reported.")
        self.told.setText(f"{text} {tr('There are more: choose fewer days.')}" if more else text)
        self._follow()

    def _not_found(self, error: BaseException) -> None:
        if isValid(self):
            told = error.user_message if isinstance(error, ReaderError) else tr("The list could not be read.")
            hint = error.hint if isinstance(error, ReaderError) else ""
            self.told.setText(f"■ {told} {hint}".strip())

    def _follow(self) -> None:
        row = self.chosen
        self.mark.setEnabled(row is not None)
        said = row is not None and bool(row.reported_by)
        self.mark.setText(tr("Not reported yet") if said else tr("Mark as reported"))
        self.export.setEnabled(bool(self.rows))

    def _mark(self) -> None:
        row, session = self.chosen, self._session
        if row is None:
            return
        self.mark.setEnabled(False)
        work = partial(note, session.http, session.hub.notifiable_root, row.uid, reported=not row.reported_by)

        def failed(error: BaseException) -> None:
            self._not_found(error)
            if isValid(self):
                self.mark.setEnabled(True)

        self._services.tasks.change(lambda _: work(), lambda _: self.ask(), failed=failed, pool=Pool.NETWORK)

    def _export(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        first, last = (day.isoformat() for day in self._days)
        name = f"{folder}/notifiable {first} {last}.csv"
        path, _ = QFileDialog.getSaveFileName(self, tr("Export as CSV"), name, "CSV (*.csv)")
        if path:
            self.export_to(Path(path) if Path(path).suffix else Path(f"{path}.csv"))


def show_notified(
    services: Services, session: Session, days: tuple[date, date], failed: Callable[[BaseException], None],
    parent: QWidget,
) -> NotifiedDialog:  # fmt: skip
    """Open it over the statistics."""
    from reader.app.notifying import diseases_here

    diseases = diseases_here(services.profile.policy.parent)
    dialog = NotifiedDialog(services, session, days, diseases, failed, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    open_wide(dialog, parent.size() * 0.9)
    dialog.open()
    return dialog
