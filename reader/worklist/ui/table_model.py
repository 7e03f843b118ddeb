"""The worklist as a Qt table: rows come and go one by one, so that selection and scroll position stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from reader.core.text import tr
from reader.worklist.filters import haystack
from reader.worklist.model import ReadingTask
from reader.worklist.ui.columns import COLUMNS
from reader.worklist.words import Pieces

Index = QModelIndex | QPersistentModelIndex
PIECES = int(Qt.ItemDataRole.UserRole) + 1


class TaskTableModel(QAbstractTableModel):
    """One row a task, in no order; the proxy above sorts. The tasks are copied in by `set_tasks`."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[ReadingTask] = []
        self._haystacks: dict[str, str] = {}

    def task(self, row: int) -> ReadingTask:
        return self._rows[row]

    def haystack(self, row: int) -> str:
        return self._haystacks[self._rows[row].uid]

    def row_of(self, uid: str) -> int:
        """-1 where it is not there."""
        return next((row for row, task in enumerate(self._rows) if task.uid == uid), -1)

    def set_tasks(self, tasks: Mapping[str, ReadingTask]) -> None:
        """Become `tasks` by the fewest changes: what is gone out, what differs anew, what is new at the end."""
        for row in range(len(self._rows) - 1, -1, -1):
            if self._rows[row].uid not in tasks:
                self.beginRemoveRows(QModelIndex(), row, row)
                self._haystacks.pop(self._rows.pop(row).uid)
                self.endRemoveRows()
        for row, old in enumerate(self._rows):
            new = tasks[old.uid]
            if new != old:
                self._rows[row] = new
                self._haystacks[new.uid] = haystack(new)
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))
        fresh = [task for uid, task in tasks.items() if uid not in self._haystacks]
        if fresh:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._rows += fresh
            self._haystacks |= {task.uid: haystack(task) for task in fresh}
            self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        task, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == PIECES:
            return self._pieces(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "".join(text for text, _ in self._pieces(index)).strip()
        if role == Qt.ItemDataRole.ToolTipRole:
            text = column.tip(task) if column.tip else "".join(text for text, _ in self._pieces(index))
            return text.strip() or None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        title = COLUMNS[section].title
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(title) if title else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr(title) if title else tr("Priority")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _pieces(self, index: Index) -> Pieces:
        return COLUMNS[index.column()].pieces(self._rows[index.row()], datetime.now().astimezone())
