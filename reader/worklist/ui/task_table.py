"""The table of tasks: coloured runs of text in cells, widths that fit, a countdown that repaints what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from reader.core.commands import Command
from reader.core.qt.actions import menu_action
from reader.core.qt.rows import show_as_rows
from reader.core.text import tr
from reader.worklist.ui.columns import COLUMNS, DUE, PRIORITY
from reader.worklist.ui.row_painter import PADDING, Cell, RowPainter
from reader.worklist.ui.table_model import RowTableModel

_CAME = (
    Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
)  # fmt: skip
_MOVING = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
)  # fmt: skip
_SORT_MARK = 16
_LOOKED_AT, _LONG = 40, 44
"""Of so many rows the columns follow what is in them; of a text at most so many letters."""


def row_height(metrics: QFontMetrics) -> int:
    """32 px at the usual size of text."""
    return max(32, metrics.height() + 14)


class TaskTable(QTableView):
    """One row selected at most; sorted by a click on a header. `entered`: the user came to it, not by the mouse."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("worklist.table")
        self.setAccessibleName(tr("Worklist"))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        show_as_rows(self, row_height(QFontMetrics(self.font())))
        header = self.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.setSortIndicator(PRIORITY, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(lambda *_: self.fit_columns())
        self._painter = RowPainter()
        self._measured: list[set[str]] = [set() for _ in COLUMNS]
        self._needs = [0] * len(COLUMNS)
        self._fitting = QTimer(self, interval=0, singleShot=True)
        self._fitting.timeout.connect(self.fit_columns)
        self._shown_due: dict[int, str] = {}
        self._commands: Callable[[], Sequence[Command]] = tuple

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if isinstance(model, RowTableModel):  # the arrow says how the rows are sorted, or is not there
            arrow = self.horizontalHeader().setSortIndicatorShown
            model.modelReset.connect(lambda: arrow(model.by_column))
            for other_rows in (model.modelReset, model.rowsInserted, model.dataChanged):
                other_rows.connect(lambda *_: self._fitting.start())

    def offer(self, commands: Callable[[], Sequence[Command]]) -> None:
        """What a row's menu holds, by the right button or the menu key: those that can be done now."""
        self._commands = commands

    def paintEvent(self, event: QPaintEvent) -> None:
        model, region = self.model(), event.rect()
        first, last = self.rowAt(region.top()), self.rowAt(region.bottom())
        if first < 0 or not isinstance(model, RowTableModel):
            return
        selected = {index.row() for index in self.selectionModel().selectedRows()}
        places = ((n, self.columnViewportPosition(n), self.columnWidth(n)) for n in range(len(COLUMNS)))
        columns = [(n, left, wide) for n, left, wide in places if region.left() - wide < left <= region.right()]
        painter, font = QPainter(self.viewport()), self.font()
        for row in range(first, (last if last >= 0 else model.rowCount() - 1) + 1):
            cells = (
                Cell(left, wide, *model.cell(row, number), COLUMNS[number].figures, COLUMNS[number].both_ends)
                for number, left, wide in columns
            )
            whole = QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))
            self._painter.paint(painter, font, whole, cells, selected=row in selected)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _CAME:
            self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From no row any arrow leads to the first: Qt thinks itself there already, and would not move."""
        if event.key() in _MOVING and not self.selectionModel().hasSelection() and self.model().rowCount():
            self.selectRow(0)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            chosen = self.visualRect(self.currentIndex())
            place = self.viewport().mapToGlobal(chosen.bottomLeft() + QPoint(PADDING, 0))
        elif not self.indexAt(event.pos()).isValid():
            return
        self.menu = QMenu(self)
        self.menu.addActions([menu_action(c, self.menu) for c in self._commands() if c.when()])
        if self.menu.actions():
            self.menu.popup(place)

    def tick(self) -> None:
        """Repaint those visible cells of the countdown whose text is no longer what stands there, in a column that
        has room for it."""
        model = self.model()
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        if first < 0:
            return
        last = model.rowCount() - 1 if last < 0 else last
        for row in range(first, last + 1):
            index = model.index(row, DUE)
            text = str(index.data())
            if self._shown_due.get(row) != text:
                self._shown_due[row] = text
                self.update(index)
                self._fitting.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.begin_list()

    def fit_columns(self) -> None:
        """Each column as wide as its sample and title, and as what is in it; what is left over goes to names, exams
        and sites. Where room is short a column without much in it gives up what it does not need, the room of an
        arrow that it lacks too, and the others get what they need in their turn, each at least what has to be
        readable; below that one scrolls sideways."""
        header = self.horizontalHeader()
        if self.model() is None or header.count() == 0:
            return
        metrics, small = QFontMetrics(self.font()), QFontMetrics(header.font())
        usual: list[int] = []
        least: list[int] = []
        needed = self._needed(metrics)
        for number, column in enumerate(COLUMNS):
            title = small.horizontalAdvance(tr(column.title))
            arrow = _SORT_MARK if header.sortIndicatorSection() == number else 0
            head, marked = (title + arrow, title + _SORT_MARK) if column.title else (0, 0)
            readable = metrics.horizontalAdvance(column.least or column.sample)
            usual.append(max(28, max(marked, metrics.horizontalAdvance(column.sample)) + 2 * PADDING))
            least.append(max(28, max(head, min(readable, needed[number])) + 2 * PADDING))
            needed[number] = max(least[-1], needed[number] + 2 * PADDING)
        room = self.viewport().width()
        wanted = [max(wide, need) for wide, need in zip(usual, needed, strict=True)]
        if (spare := room - sum(wanted)) >= 0:
            widths = wanted
        else:
            widths, spare = least, max(0, room - sum(least))
            for number in sorted(range(len(COLUMNS)), key=lambda number: COLUMNS[number].turn):
                more = min(spare, needed[number] - widths[number])
                widths[number] += more
                spare -= more
        shares = sum(column.weight for column in COLUMNS)
        for number, (width, column) in enumerate(zip(widths, COLUMNS, strict=True)):
            self.setColumnWidth(number, width + spare * column.weight // shares)

    def _needed(self, metrics: QFontMetrics) -> list[int]:
        """How wide the text in each column is, as far as it is shown without much scrolling; of a very long one as
        much as tells it from others. It only grows while the user looks at the same list."""
        model = self.model()
        if not isinstance(model, RowTableModel):
            return [0] * len(COLUMNS)
        most = _LONG * metrics.averageCharWidth()
        for number in range(len(COLUMNS)):
            for row in range(min(_LOOKED_AT, model.rowCount())):
                text = "".join(part for part, _ in model.cell(row, number)[0])
                if text not in self._measured[number]:
                    self._measured[number].add(text)
                    self._needs[number] = max(self._needs[number], min(most, metrics.horizontalAdvance(text)))
        return list(self._needs)

    def begin_list(self) -> None:
        """Another list is shown: its columns are as wide as its own rows need."""
        self._measured = [set() for _ in COLUMNS]
        self._needs = [0] * len(COLUMNS)
        self.fit_columns()

    def cell(self, row: int, column: int) -> QRect:
        return self.visualRect(self.model().index(row, column))
