"""The table of tasks: coloured runs of text in cells, widths that fit, a countdown that repaints what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from reader.core.commands import Command
from reader.core.qt.actions import menu_action
from reader.core.qt.rows import show_as_rows
from reader.core.qt.theme import colour, figures
from reader.core.text import tr
from reader.worklist.ui.columns import COLUMNS, DUE, PRIORITY
from reader.worklist.ui.table_model import RowTableModel

_PADDING = 8
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_SELECTED = QStyle.StateFlag.State_Selected.value
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


class _Font(NamedTuple):
    """advance: how many pixels wide a text is."""

    font: QFont
    metrics: QFontMetrics
    advance: Callable[[str], int]


class _PiecesDelegate(QStyledItemDelegate):
    """Paints a cell's runs of text, each in its token's colour; the last one is elided where space ends."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._base = QFont()
        self._fonts: dict[bool, _Font] = {}

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        # Neither initStyleOption, which asks the model for nine roles a cell, nor the style: some 300 cells are
        # painted at each key of a search.
        if option.state.value & _SELECTED:
            painter.fillRect(option.rect, colour("selected"))
        painter.save()
        font, metrics, advance = self._font(option.font, tabular=COLUMNS[index.column()].figures)
        painter.setFont(font)
        space = option.rect.adjusted(_PADDING, 0, -_PADDING // 2, 0)
        model = index.model()
        assert isinstance(model, RowTableModel)
        pieces, found = model.cell(index)
        marked = [place for begin, end in found for place in range(begin, end)]
        done = 0
        for text, token in pieces:
            if not text or space.width() <= 0:
                continue
            width = advance(text)
            if width > space.width():
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, space.width())
                width = space.width()
            if marked:
                self._mark(painter, metrics, space, text, [place - done for place in marked])
            painter.setPen(colour(token))
            painter.drawText(space, _MIDDLE, text)
            space.setLeft(space.left() + width)
            done += len(text)
        painter.restore()

    def _font(self, font: QFont, *, tabular: bool) -> _Font:
        """Kept while the text size stays: making a font and measuring takes longer than drawing."""
        if font != self._base:
            self._base, self._fonts = QFont(font), {}
        if tabular not in self._fonts:
            made = figures(font) if tabular else QFont(font)
            metrics = QFontMetrics(made)
            self._fonts[tabular] = _Font(made, metrics, lru_cache(maxsize=4096)(metrics.horizontalAdvance))
        return self._fonts[tabular]

    @staticmethod
    def _mark(painter: QPainter, metrics: QFontMetrics, space: QRect, text: str, marked: list[int]) -> None:
        """Behind the letters that a search has found: a tint, and a line below for whoever sees no colours."""
        tint = colour("accent")
        tint.setAlphaF(0.35)
        height = metrics.height()
        top = space.center().y() - height // 2
        for place in marked:
            if 0 <= place < len(text):
                left = space.left() + metrics.horizontalAdvance(text[:place])
                width = metrics.horizontalAdvance(text[: place + 1]) - metrics.horizontalAdvance(text[:place])
                painter.fillRect(left, top, width, height, tint)
                painter.fillRect(left, top + height - 1, width, 1, colour("accent"))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(40, row_height(option.fontMetrics))


class TaskTable(QTableView):
    """One row selected at most; sorted by a click on a header. `entered`: the user came to it, not by the mouse."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("worklist.table")
        self.setAccessibleName(tr("Worklist"))
        self.setItemDelegate(_PiecesDelegate(self))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        show_as_rows(self, row_height(QFontMetrics(self.font())))
        header = self.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.setSortIndicator(PRIORITY, Qt.SortOrder.AscendingOrder)
        self._shown_due: dict[int, str] = {}
        self._commands: Callable[[], Sequence[Command]] = tuple

    def offer(self, commands: Callable[[], Sequence[Command]]) -> None:
        """What a row's menu holds, by the right button or the menu key: those that can be done now."""
        self._commands = commands

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
            place = self.viewport().mapToGlobal(chosen.bottomLeft() + QPoint(_PADDING, 0))
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
        """Each column as wide as its sample and title. What is left over goes to names, exams and sites; where room
        is short they give up what they can, and below that one scrolls sideways."""
        header = self.horizontalHeader()
        if self.model() is None or header.count() == 0:
            return
        metrics, small = QFontMetrics(self.font()), QFontMetrics(header.font())
        usual: list[int] = []
        least: list[int] = []
        for column in COLUMNS:
            title = small.horizontalAdvance(tr(column.title)) + _SORT_MARK if column.title else 0
            for widths, sample in ((usual, column.sample), (least, column.least or column.sample)):
                widths.append(max(28, max(title, metrics.horizontalAdvance(sample)) + 2 * _PADDING))
        spare = self.viewport().width() - sum(usual)
        if spare >= 0:
            shares = sum(column.weight for column in COLUMNS)
            extra = [spare * column.weight // shares for column in COLUMNS]
        else:
            room = [wide - narrow for wide, narrow in zip(usual, least, strict=True)]
            missing = min(-spare, sum(room))
            extra = [-missing * part // max(1, sum(room)) for part in room]
        for number, (width, change) in enumerate(zip(usual, extra, strict=True)):
            self.setColumnWidth(number, width + change)

    def cell(self, row: int, column: int) -> QRect:
        return self.visualRect(self.model().index(row, column))
