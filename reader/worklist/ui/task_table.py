"""The table of tasks: coloured runs of text in cells, widths that fit, a countdown that repaints what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, QPoint, QRect, Qt, Signal
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
        self._shown_due: dict[int, str] = {}
        self._commands: Callable[[], Sequence[Command]] = tuple

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if isinstance(model, RowTableModel):  # the arrow says how the rows are sorted, or is not there
            arrow = self.horizontalHeader().setSortIndicatorShown
            model.modelReset.connect(lambda: arrow(model.by_column))

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
                Cell(left, wide, *model.cell(row, number), tabular=COLUMNS[number].figures)
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
        """Repaint those visible cells of the countdown whose text is no longer what stands there."""
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Each column as wide as its sample and title. What is left over goes to names, exams and sites. Where room
        is short, the less weight a column has the sooner it gives up what it can, also the room of an arrow that it
        lacks; below that one scrolls sideways."""
        header = self.horizontalHeader()
        if self.model() is None or header.count() == 0:
            return
        metrics, small = QFontMetrics(self.font()), QFontMetrics(header.font())
        usual: list[int] = []
        least: list[int] = []
        for number, column in enumerate(COLUMNS):
            title = small.horizontalAdvance(tr(column.title))
            arrow = _SORT_MARK if header.sortIndicatorSection() == number else 0
            for widths, sample, mark in (
                (usual, column.sample, _SORT_MARK), (least, column.least or column.sample, arrow),
            ):  # fmt: skip
                head = title + mark if column.title else 0
                widths.append(max(28, max(head, metrics.horizontalAdvance(sample)) + 2 * PADDING))
        spare = self.viewport().width() - sum(usual)
        if spare >= 0:
            shares = sum(column.weight for column in COLUMNS)
            extra = [spare * column.weight // shares for column in COLUMNS]
        else:
            extra = [0] * len(COLUMNS)
            for weight in sorted({column.weight for column in COLUMNS}):
                every = zip(COLUMNS, usual, least, strict=True)
                room = [wide - narrow if column.weight == weight else 0 for column, wide, narrow in every]
                missing = min(-spare, sum(room))
                extra = [had + -missing * part // max(1, sum(room)) for had, part in zip(extra, room, strict=True)]
                spare += missing
        for number, (width, change) in enumerate(zip(usual, extra, strict=True)):
            self.setColumnWidth(number, width + change)

    def cell(self, row: int, column: int) -> QRect:
        return self.visualRect(self.model().index(row, column))
