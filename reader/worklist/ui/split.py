"""A splitter of the worklist's window, which may be built again at another size of text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter


class Split(QSplitter):
    """None of its parts can be closed. In the place of another one it is as the user had moved that; where nobody
    has, its parts are as large as they want to be."""

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.setChildrenCollapsible(False)
        self._moved = False
        self.splitterMoved.connect(self._note)

    def follow_on(self, previous: Split) -> None:
        if previous._moved:
            self._moved = True
            self.restoreState(previous.saveState())

    def _note(self, _place: int, _handle: int) -> None:
        self._moved = True
