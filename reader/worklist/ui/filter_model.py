"""The worklist narrowed to a view and a search, and sorted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSortFilterProxyModel, Qt

from reader.worklist.filters import Now, View, found, in_view
from reader.worklist.model import ReadingTask, State
from reader.worklist.ui.columns import COLUMNS
from reader.worklist.ui.table_model import Index, TaskTableModel


class TaskFilterModel(QSortFilterProxyModel):
    """A search looks through every task of the worklist, whatever the view; without one the view decides."""

    def __init__(self, tasks: TaskTableModel, is_me: Callable[[str], bool]) -> None:
        super().__init__()
        self._tasks = tasks
        self._is_me = is_me
        self.view = View.FOR_ME
        self.search = ""
        self.setSourceModel(tasks)
        self.setDynamicSortFilter(True)
        self.sort(0, Qt.SortOrder.AscendingOrder)

    def show_view(self, view: View) -> None:
        self.view = view
        self.narrow()

    def show_search(self, words: str) -> None:
        self.search = words.strip()
        self.narrow()

    def narrow(self) -> None:
        """Decide again for every row (the view, the search or the time has changed)."""
        self.beginFilterChange()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def now(self) -> Now:
        return Now(datetime.now().astimezone(), self._is_me)

    def task_at(self, row: int) -> ReadingTask:
        return self._tasks.task(self.mapToSource(self.index(row, 0)).row())

    def row_of(self, uid: str) -> int:
        """The row of a task as shown, -1 where it is not."""
        source = self._tasks.row_of(uid)
        return self.mapFromSource(self._tasks.index(source, 0)).row() if source >= 0 else -1

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        if self.search:
            return found(self.search, self._tasks.haystack(source_row))
        return in_view(self.view, self._tasks.task(source_row), self.now())

    def lessThan(self, left: Index, right: Index) -> bool:
        order = COLUMNS[left.column()].order
        first, second = self._tasks.task(left.row()), self._tasks.task(right.row())
        ended = first.state is State.DONE, second.state is State.DONE
        if ended[0] != ended[1]:  # what is done stands below what waits, whichever way it is sorted
            return ended[1] is (self.sortOrder() is Qt.SortOrder.AscendingOrder)
        return (order(first), first.uid) < (order(second), second.uid)
