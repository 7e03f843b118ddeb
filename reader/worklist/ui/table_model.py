"""The rows of the worklist as a Qt table. They come and go one by one, so that selection and scrolling stay."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.core.qt.plain import plain_tip
from reader.core.text import tr
from reader.worklist.exam import Exam, ExamKey, Row
from reader.worklist.rows import Rows
from reader.worklist.search import hits, words_of
from reader.worklist.ui.columns import COLUMNS, PRIORITY
from reader.worklist.words import Pieces

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_TOLD = frozenset(map(int, (_Role.DisplayRole, _Role.AccessibleTextRole, _Role.ToolTipRole)))
_ONE_BY_ONE = 60
"""With so many changes at most rows move one by one; with more the table is filled again."""


class RowTableModel(QAbstractTableModel):
    """Shows what `rows.shown` is, as of the last `follow`."""

    def __init__(self, rows: Rows, parent: QObject) -> None:
        super().__init__(parent)
        self._source = rows
        self._rows: list[Row] = []
        self._words: tuple[str, ...] = ()
        self._second, self._moment = 0, datetime.now().astimezone()

    def row(self, number: int) -> Row:
        return self._rows[number]

    def row_of(self, key: ExamKey | None) -> int:
        """-1 where it is not shown."""
        return next((number for number, row in enumerate(self._rows) if row.key == key), -1)

    def follow(self) -> None:
        """Become what is to be shown now, by the fewest changes."""
        old, new = self._rows, list(self._source.shown)
        words = words_of(self._source.search)
        if words != self._words:
            self._words = words
            self._fill(new)
            return
        start = _alike(old, new)
        end = min(_alike(reversed(old), reversed(new)), min(len(old), len(new)) - start)
        leaving, coming = old[start : len(old) - end], new[start : len(new) - end]
        if len(leaving) + len(coming) > _ONE_BY_ONE:
            self._fill(new)
            return
        self._replace(start, leaving, coming)

    @property
    def by_column(self) -> bool:
        """Whether the rows are in the order of a column; else the best match of a search comes first."""
        return not (self._words and self._source.by_match)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _TOLD or not index.isValid():
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            hint = COLUMNS[index.column()].hint(self._rows[index.row()], self._now())
            return plain_tip(hint) or None
        return "".join(text for text, _ in self.cell(index.row(), index.column())[0]).strip()

    def cell(self, row: int, column: int) -> tuple[Pieces, Sequence[tuple[int, int]]]:
        """What a cell shows, and where in its text the search has found its words: (begin, end) by character."""
        pieces = self._pieces(self._rows[row], column)
        if not pieces or not self._words or not COLUMNS[column].searched:
            return pieces, ()
        return pieces, hits(self._words, "".join(text for text, _ in pieces))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        title = COLUMNS[section].title
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(title) if title else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr(title) if title else tr("Urgency: priority, then due time")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        chosen = COLUMNS[column if column >= 0 else PRIORITY]
        descending = order is Qt.SortOrder.DescendingOrder
        by_match = chosen is COLUMNS[PRIORITY] and not descending  # as it is until a column is chosen
        self._source.sort(chosen.sorting, descending=descending, by_match=by_match)
        self._fill(list(self._source.shown))

    def _fill(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _replace(self, start: int, leaving: Sequence[Row], coming: Sequence[Row]) -> None:
        kept = {row.key for row in coming}
        known = {row.key for row in leaving}
        for number in range(start + len(leaving) - 1, start - 1, -1):
            if self._rows[number].key not in kept:
                self.beginRemoveRows(QModelIndex(), number, number)
                del self._rows[number]
                self.endRemoveRows()
        for offset, row in enumerate(coming):
            number = start + offset
            if number < len(self._rows) and self._rows[number].key == row.key:
                self._rows[number] = row
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(COLUMNS) - 1))
                continue
            if row.key in known:
                there = self.row_of(row.key)
                self.beginMoveRows(QModelIndex(), there, there, QModelIndex(), number)
                del self._rows[there]
                self._rows.insert(number, row)
                self.endMoveRows()
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(COLUMNS) - 1))
            else:
                self.beginInsertRows(QModelIndex(), number, number)
                self._rows.insert(number, row)
                self.endInsertRows()

    def _now(self) -> datetime:
        """To the second, for all cells of it."""
        if (second := int(time.time())) != self._second:
            self._second, self._moment = second, datetime.now().astimezone()
        return self._moment

    def _pieces(self, row: Row, column: int) -> Pieces:
        """The cell; where the search has found what it does not say by itself, that as well: the number of the
        patient, a colleague who has to do with the exam, another name of it."""
        pieces = COLUMNS[column].cell(row, self._now())
        beside = COLUMNS[column].beside
        if not self._words or beside is None or not isinstance(row, Exam):
            return pieces
        shown = "".join(text for text, _ in pieces)
        missing = tuple(word for word in self._words if not hits((word,), shown))
        found = next((text for text in beside(row) if missing and hits(missing, text)), "")
        return (*pieces, (f"  {found}", "text-2")) if found else pieces


def _alike(old: Iterable[Row], new: Iterable[Row]) -> int:
    """How many rows at the beginning are the same ones, unchanged."""
    together = 0
    for one, other in zip(old, new, strict=False):
        if one is not other:
            break
        together += 1
    return together
