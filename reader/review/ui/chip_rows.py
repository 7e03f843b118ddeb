"""Chips in as many rows as they need: each as wide as its words, so that a narrow panel holds several in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

_GAP = 4


class ChipRows(QWidget):
    """words: of each chip. Height for width: what the rows take at the width that it has."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.chips = [QPushButton(said, self) for said in words]
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((place.bottom() + 1 for place in self._places(width)), default=0)

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for chip, place in zip(self.chips, self._places(event.size().width()), strict=True):
            chip.setGeometry(place)
        self.updateGeometry()

    def _places(self, width: int) -> Iterator[QRect]:
        left = top = 0
        for chip in self.chips:
            wanted = chip.sizeHint()
            wide = min(wanted.width(), width)
            if left and left + wide > width:
                left, top = 0, top + wanted.height() + _GAP
            yield QRect(left, top, wide, wanted.height())
            left += wide + _GAP
