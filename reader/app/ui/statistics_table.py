"""The department's statistics as a Qt table: a row for each group, sorted by any column; the sums stay last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from reader.app.statistics import COLUMNS, GROUPINGS, Figures, Row, Statistics, shown
from reader.core.qt.plain import plain_tip
from reader.core.text import tr

Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class StatisticsTable(QAbstractTableModel):
    """Column 0 is the group, then those of `COLUMNS`. Main thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._found: Statistics | None = None
        self._rows: list[Row] = []
        self._sorting, self._descending = 0, False

    @property
    def rows(self) -> Sequence[Row]:
        """In the order in which they are shown, without the sums."""
        return self._rows

    def show(self, found: Statistics | None) -> None:
        self.beginResetModel()
        self._found = found
        self._rows = list(found.rows) if found is not None else []
        self._order()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorting, self._descending = max(column, 0), order is Qt.SortOrder.DescendingOrder
        self.beginResetModel()
        self._order()
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        if (parent is not None and parent.isValid()) or not self._rows:
            return 0
        return len(self._rows) + 1

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._found is None:
            return None
        row, column, sums = index.row(), index.column(), index.row() == len(self._rows)
        if role == Qt.ItemDataRole.DisplayRole:
            if column == 0:
                return tr("All") if sums else self._rows[row].words
            figures = self._found.total if sums else self._rows[row].figures
            return shown(COLUMNS[column - 1].value(figures), COLUMNS[column - 1].unit)
        if role == Qt.ItemDataRole.ToolTipRole and column == 0 and not sums:
            return plain_tip(self._rows[row].words)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column else _LEFT
        if role == Qt.ItemDataRole.FontRole and sums:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if section == 0:
                return tr(GROUPINGS[self._found.by]) if self._found is not None else ""
            return tr(COLUMNS[section - 1].title)
        if role == Qt.ItemDataRole.ToolTipRole and section:
            return plain_tip(tr(COLUMNS[section - 1].tip))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        return None

    def _order(self) -> None:
        """What has no value comes last, either way."""
        if not self._sorting:
            self._rows.sort(key=lambda row: _natural(row.words), reverse=self._descending)
            return
        value = COLUMNS[self._sorting - 1].value
        sign = -1 if self._descending else 1

        def key(row: Row) -> tuple[bool, float, list[tuple[bool, int, str]]]:
            found = value(row.figures)
            return found is None, sign * (found or 0), _natural(row.words)

        self._rows.sort(key=key)


def _natural(text: str) -> list[tuple[bool, int, str]]:
    """For sorting: "Hospital 2" before "Hospital 10"."""
    parts = re.split(r"([0-9]{1,18})", text.casefold())
    return [(False, int(part), "") if _is_number(part) else (True, 0, part) for part in parts]


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdigit()


def value_of(column: int, figures: Figures) -> float | None:
    """column: in `COLUMNS`."""
    return COLUMNS[column].value(figures)
