"""Viewports side by side or one below the other, with borders that can be dragged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

_FINE = 1000
"""So many pixels a share stands for before there is a size; what counts is how they compare."""


class Divided(QSplitter):
    """The parts of a split of a layout. at: its place in the tree, the number of the part at each level.

    moved: a border is on its way. let_go: it was dragged there. evened: it was double-clicked.
    """

    moved = Signal()
    let_go = Signal()
    evened = Signal()

    def __init__(self, at: tuple[int, ...], *, below: bool) -> None:
        super().__init__(Qt.Orientation.Vertical if below else Qt.Orientation.Horizontal)
        self.at = at
        self.setHandleWidth(1)  # what the mouse can take is wider
        self.splitterMoved.connect(self.moved)

    def createHandle(self) -> QSplitterHandle:
        return _Border(self.orientation(), self)

    def set_shares(self, shares: Sequence[int]) -> None:
        """Divide it so. Parts that are hidden have no share."""
        self.setSizes([share * _FINE for share in shares])

    @property
    def closed(self) -> list[QWidget]:
        """The parts over which a border was dragged."""
        found = (self.widget(n) for n, size in enumerate(self.sizes()) if not size)
        return [part for part in found if part is not None]


class _Border(QSplitterHandle):
    """Between two parts."""

    def __init__(self, orientation: Qt.Orientation, parent: Divided) -> None:
        super().__init__(orientation, parent)
        self._divided = parent
        self._dragged = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._dragged = True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        dragged, self._dragged = self._dragged, False
        if dragged:
            self._divided.let_go.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._divided.evened.emit()
        event.accept()
