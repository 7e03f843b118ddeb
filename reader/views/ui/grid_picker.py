"""Choosing a grid of viewports: sweep over its cells, or go there with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.core.qt.theme import colour, scaled
from reader.core.text import tr
from reader.views.grids import MOST

_CELL = 30
_GAP = 4
_STEPS = {
    Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Up: (0, -1),
}  # fmt: skip


class GridPicker(QWidget):
    """chosen(columns, rows). pointed: another grid is marked, `columns` × `rows`."""

    chosen = Signal(int, int)
    pointed = Signal()

    def __init__(self, columns: int, rows: int) -> None:
        super().__init__()
        self.columns, self.rows = columns, rows
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._describe()

    def sizeHint(self) -> QSize:
        side = MOST * (self._cell + _GAP) + _GAP
        return QSize(side, side)

    @property
    def text(self) -> str:
        """The marked grid, as columns by rows."""
        return f"{self.columns} × {self.rows}"

    def point_at(self, columns: int, rows: int) -> None:
        """Mark a grid, no larger than there is."""
        self.columns, self.rows = min(max(columns, 1), MOST), min(max(rows, 1), MOST)
        self._describe()
        self.pointed.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for row in range(MOST):
                for column in range(MOST):
                    marked = column < self.columns and row < self.rows
                    painter.setBrush(colour("accent") if marked else colour("panel"))
                    painter.setPen(QPen(colour("text" if marked and self.hasFocus() else "line"), 1))
                    painter.drawRoundedRect(self._place(column, row), 3, 3)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point_at(*self._at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.point_at(*self._at(event.position()))
            self.chosen.emit(self.columns, self.rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.point_at(self.columns + step[0], self.rows + step[1])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.columns, self.rows)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # inside

    @property
    def _cell(self) -> int:
        return scaled(_CELL, 1.6)

    def _place(self, column: int, row: int) -> QRectF:
        pitch = self._cell + _GAP
        return QRectF(_GAP + column * pitch + 0.5, _GAP + row * pitch + 0.5, self._cell - 1, self._cell - 1)

    def _at(self, point: QPointF) -> tuple[int, int]:
        pitch = self._cell + _GAP
        return int(point.x() // pitch) + 1, int(point.y() // pitch) + 1

    def _describe(self) -> None:
        self.setAccessibleName(tr("Grid of {columns} × {rows} viewports", columns=self.columns, rows=self.rows))
