"""The rows of the audit trail as a Qt table: only what the filter lets through, sorted by any column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.app.audit_rows import SORTING, AuditFilter, AuditRow
from reader.core.qt.plain import plain_tip
from reader.core.qt.theme import colour
from reader.core.text import mark, tr

Index = QModelIndex | QPersistentModelIndex
NUMBER, TIME, PERSON, EVENT, OUTCOME, PATIENT, ABOUT = range(7)
_TITLES = (
    mark("No."), mark("Time"), mark("Person"), mark("Event"), mark("Outcome"), mark("Patient"), mark("About"),
)  # fmt: skip


class AuditTableModel(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: Sequence[AuditRow] = ()
        self._shown: list[AuditRow] = []
        self._filter = AuditFilter()
        self._sorting, self._descending = NUMBER, True

    def row(self, number: int) -> AuditRow:
        return self._shown[number]

    def row_of(self, number: int) -> int:
        """Where the record of this number is shown, -1 where it is not."""
        return next((place for place, row in enumerate(self._shown) if row.record.number == number), -1)

    def show(self, rows: Sequence[AuditRow]) -> None:
        self._all = rows
        self._refill()

    def narrow(self, to: AuditFilter) -> None:
        self._filter = to
        self._refill()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorting, self._descending = max(column, 0), order is Qt.SortOrder.DescendingOrder
        self._refill()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(_TITLES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._shown[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.whole) if column in (NUMBER, ABOUT) else None
        if role == Qt.ItemDataRole.ForegroundRole:
            if row.flaw is not None:
                return colour("urgent")
            if column == OUTCOME and row.record.outcome:
                return colour("soon")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(_TITLES[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _refill(self) -> None:
        self.beginResetModel()
        self._shown = self._filter.apply(self._all, datetime.now().astimezone())
        self._shown.sort(key=SORTING[self._sorting], reverse=self._descending)  # type: ignore[arg-type]
        self.endResetModel()


def _cell(row: AuditRow, column: int) -> str:
    if column == NUMBER:
        return f"■ {row.record.number}" if row.flaw is not None else str(row.record.number)
    if column == TIME:
        return f"{row.time:%Y-%m-%d %H:%M:%S}"
    return (row.person, row.event, row.outcome, row.patient, row.about)[column - PERSON]
