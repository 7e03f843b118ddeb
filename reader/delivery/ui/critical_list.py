"""The department's critical results: open and closed ones of a range of days, with what can be done with each."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QDate, QRect, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDateEdit,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.core.errors import ReaderError
from reader.core.qt.alive import while_alive
from reader.core.qt.buttons import ButtonRow
from reader.core.qt.fitting import FittedDialog, fit_screen
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import scaled
from reader.core.storage import write_atomically
from reader.core.text import counted, tr, visible
from reader.delivery.critical import CriticalService
from reader.delivery.critical_table import HEADINGS, IN_TABLE, STATE, csv_text, filtered, row
from reader.delivery.critical_words import steps_text
from reader.dicom.ups.critical import CriticalResult

_WEEK = 6
_WORD = re.compile(r"[^\s\u3000-\u9fff\uff00-\uffef]+")
"""What is not broken over two lines; Chinese is, anywhere."""
_AROUND = 18
"""Pixels beside the text of a cell, both sides together."""


class CriticalList(FittedDialog):
    """act(what, result): "told", "escalate" or "take over". exported(path): a file was written."""

    def __init__(
        self,
        service: CriticalService,
        act: Callable[[str, CriticalResult], None],
        exported: Callable[[Path], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("critical-list")
        self.setModal(True)
        self.setWindowTitle(tr("Critical results"))
        self._service, self._act, self._exported = service, act, exported
        self._read: dict[str, CriticalResult] = {}
        self.shown: list[CriticalResult] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search name, ID, finding, person …"))
        self.search.setAccessibleName(tr("Search"))
        self.search.setClearButtonEnabled(True)
        today = QDate.currentDate()
        self.first, self.last = QDateEdit(today.addDays(-_WEEK)), QDateEdit(today)
        for field, name in ((self.first, tr("Recorded from")), (self.last, tr("until"))):
            field.setDisplayFormat("yyyy-MM-dd")
            field.setAccessibleName(name)
            field.setMaximumDate(today)
            field.dateChanged.connect(self.read)
        self.only_open = QCheckBox(tr("Only open ones"))
        self.only_open.toggled.connect(self.refresh)
        self.search.textChanged.connect(self.refresh)
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self.search, 1)
        for part in (Label(tr("Recorded from")), self.first, Label(tr("until")), self.last, self.only_open):
            above.addWidget(part)
        self.table = QTableWidget(0, len(IN_TABLE))
        self.table.setHorizontalHeaderLabels([tr(HEADINGS[column]) for column in IN_TABLE])
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAccessibleName(tr("Critical results"))
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.itemSelectionChanged.connect(self._offer)
        self.said = Label(wordWrap=True)
        self.said.setProperty("role", "secondary")
        self.tell = self._button(tr("Told …"), lambda: self._do("told"))
        self.hand_on = self._button(tr("Escalate …"), lambda: self._do("escalate"))
        self.take = self._button(tr("Take over"), lambda: self._do("take over"))
        self.export = self._button(tr("Export as CSV …"), self._export)
        close = self._button(tr("Close"), self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.said)
        layout.addWidget(ButtonRow(self.tell, self.hand_on, self.take, None, self.export, close))
        self.setMinimumSize(scaled(900, 1.3), scaled(460, 1.3))
        self.resize(scaled(1160, 1.3), scaled(560, 1.3))
        service.model.changed.connect(self._changed)
        clock = QTimer(self, interval=1000)
        clock.timeout.connect(self._tick)
        clock.start()
        self.refresh()
        self.read()
        self.search.setFocus()
        fit_screen(self)

    def _button(self, text: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: run())
        return button

    def read(self, *_: object) -> None:
        """Ask the hub for these days."""
        first = self.first.date().toPython()
        start = datetime(first.year, first.month, first.day)  # type: ignore[attr-defined]
        self.said.setText(tr("Loading …"))
        self._service.since(start - timedelta(days=1), self._landed, self._failed)

    @while_alive
    def _landed(self, found: list[CriticalResult]) -> None:
        self._read = {one.uid: one for one in found}
        self.refresh()
        if self.isVisible():
            self._fit_columns()

    @while_alive
    def _failed(self, error: BaseException) -> None:
        why = error.user_message if isinstance(error, ReaderError) else ""
        self.refresh()
        self.said.setText(" ".join((tr("The hub could not be asked; what is known here is shown."), why)))

    @while_alive
    def refresh(self, *_: object) -> None:
        now, chosen = self._service.now(), self._chosen()
        known = self._read | {uid: one.result for uid, one in self._service.model.standings.items()}
        first, last = self.first.date().toPython(), self.last.date().toPython()
        self.shown = filtered(
            known.values(), now, first=first, last=last,  # type: ignore[arg-type]
            words=self.search.text(), only_open=self.only_open.isChecked(),
        )  # fmt: skip
        self.table.blockSignals(True)
        self.table.setRowCount(len(self.shown))
        for line, result in enumerate(self.shown):
            cells = row(result, now)
            steps = "\n".join((result.text, *steps_text(result)))
            for place, column in enumerate(IN_TABLE):
                item = QTableWidgetItem(visible(cells[column].replace("\n", " ")))
                item.setToolTip(plain_tip(steps))
                self.table.setItem(line, place, item)
            if chosen is not None and result.uid == chosen.uid:
                self.table.selectRow(line)
        self.table.blockSignals(False)
        if chosen is None and self.shown:
            self.table.selectRow(0)
        open_now = sum(result.open for result in self.shown)
        total = counted("{count} critical result", "{count} critical results", len(self.shown))
        self.said.setText(f"{total} · {tr('{count} open', count=open_now)}")
        self._offer()

    @while_alive
    def _changed(self, *_: object) -> None:
        self.refresh()
        if self.isVisible():
            self._fit_columns()

    def _tick(self) -> None:
        """How long there is left, as the bar over the windows counts it."""
        now, place = self._service.now(), IN_TABLE.index(STATE)
        for line, result in enumerate(self.shown):
            item = self.table.item(line, place)
            if result.open and item is not None:
                item.setText(visible(row(result, now)[STATE]))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Every cell can be read: the window becomes as wide as the columns need, as far as the screen goes; where
        that is too narrow their text is on several lines."""
        table, header = self.table, self.table.horizontalHeader()
        table.resizeColumnsToContents()
        widths = [min(table.columnWidth(n), scaled(220)) for n in range(table.columnCount())]
        metrics, cells = table.fontMetrics(), [row(result, self._service.now()) for result in self.shown]
        words = [[word for cell in cells for word in _WORD.findall(cell[column])] for column in IN_TABLE]
        most = [max(map(metrics.horizontalAdvance, each), default=0) + _AROUND for each in words]
        longest = [min(width, scaled(220)) for width in most]
        widths = [max(width, word) for width, word in zip(widths, longest, strict=True)]
        least = [min(width, max(longest[n], header.sectionSizeHint(n))) for n, width in enumerate(widths)]
        around = self.width() - table.viewport().width()
        screen = self.screen().availableGeometry().width()
        self.resize(max(self.width(), min(sum(widths) + around, screen)), self.height())
        wide = self.width() - around
        spare = sum(widths) - sum(least)
        part = min(1.0, max(0.0, (wide - sum(least)) / spare)) if spare else 1.0
        for n, width in enumerate(widths):
            table.setColumnWidth(n, least[n] + int((width - least[n]) * part))
        for line, cell in enumerate(cells):
            rooms = [QRect(0, 0, table.columnWidth(n) - _AROUND, 10_000) for n in range(table.columnCount())]
            texts = [cell[column].replace("\n", " ") for column in IN_TABLE]
            pairs = zip(rooms, texts, strict=True)
            high = [metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height() for room, text in pairs]
            table.setRowHeight(line, max(high) + _AROUND // 2)

    def _chosen(self) -> CriticalResult | None:
        line = self.table.currentRow()
        return self.shown[line] if 0 <= line < len(self.shown) else None

    def _offer(self) -> None:
        chosen = self._chosen()
        standing = self._service.model.standings.get(chosen.uid) if chosen is not None else None
        may = standing is not None and standing.result.open and not standing.closing
        self.tell.setEnabled(may and standing is not None and not standing.absent)
        self.hand_on.setEnabled(self.tell.isEnabled())
        self.take.setEnabled(may and standing is not None and not standing.mine)
        self.export.setEnabled(bool(self.shown))

    def _do(self, what: str) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._act(what, chosen)
            self._changed()
            self.table.setFocus()  # and not a button for something else, where this one can't be pressed any more

    def _export(self) -> None:
        name = f"critical-results-{self.first.date().toString(Qt.DateFormat.ISODate)}.csv"
        path, _ = QFileDialog.getSaveFileName(self, tr("Export as CSV …"), name, "CSV (*.csv)")
        if not path:
            return
        try:
            write_atomically(Path(path), csv_text(self.shown, self._service.now()).encode())
        except ReaderError as error:
            self.said.setText(error.user_message)
            return
        self._exported(Path(path))
        self.said.setText(tr("Written: {path}", path=path))
