"""Bars of one number each, painted: one for each day or each group.

Painted here: pyqtgraph would bring 5 MB, colorama and Qt's OpenGL and test modules into the bundle for one axis.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from reader.core.qt.plain import plain_tip
from reader.core.qt.theme import colour, figures, scaled
from reader.core.text import tr

Bar = tuple[str, float | None]
MOST_BARS = 366
_LINES = 4
_WIDEST = 64


class BarPlot(QWidget):
    """What is shown is told to screen readers too. Main thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._bars = "", tuple[Bar, ...]()
        self._words: Callable[[float], str] = _plain
        self._steps: Callable[[float], float] = step_for_numbers
        self.setFont(figures(self.font()))
        self.setMinimumHeight(scaled(140))

    @property
    def bars(self) -> Sequence[Bar]:
        return self._bars

    def show_bars(
        self, title: str, bars: Sequence[Bar], words: Callable[[float], str], steps: Callable[[float], float]
    ) -> None:
        """bars: label and value each, None where there is none. words: of a value. steps: the distance of the lines
        for a largest value."""
        self._title, self._bars, self._words, self._steps = title, tuple(bars[:MOST_BARS]), words, steps
        self.setAccessibleName(title)
        told = (f"{label}: {words(value)}" for label, value in self._bars if value is not None)
        self.setAccessibleDescription(", ".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(600), scaled(220))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._at(event.pos())
            if found is None:
                QToolTip.hideText()
            else:
                label, value = found
                text = f"{label}: {self._words(value) if value is not None else '–'}"
                QToolTip.showText(event.globalPos(), plain_tip(text), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        metrics = self.fontMetrics()
        values = [value for _, value in self._bars if value is not None]
        painter.setPen(colour("text"))
        painter.drawText(0, metrics.ascent() + 2, self._title)
        if not values:
            painter.setPen(colour("text-2"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("Nothing to show."))
            return
        step = self._steps(max(values))
        top = step * max(1, math.ceil(max(values) / step))
        room = self._room(top, step)
        number = 0
        while number * step <= top:
            y = room.bottom() - round(room.height() * number * step / top)
            painter.setPen(colour("line"))
            painter.drawLine(room.left(), y, room.right(), y)
            painter.setPen(colour("text-2"))
            place = QRect(0, y - metrics.height() // 2, room.left() - 6, metrics.height())
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, right, self._words(number * step))
            number += 1
        width = room.width() / len(self._bars)
        every = max(1, math.ceil(self._label_width() / width))
        for place_of, (label, value) in enumerate(self._bars):
            slot = self._slot(room, place_of)
            if value is not None:
                height = round(room.height() * value / top)
                bar = max(1, min(round(width * 0.7), scaled(_WIDEST)))
                left = slot.center().x() - bar // 2
                painter.fillRect(QRect(left, room.bottom() - height, bar, height), colour("accent"))
            if place_of % every == 0:
                painter.setPen(colour("text-2"))
                space = round(width * every) - 6
                text = metrics.elidedText(label, Qt.TextElideMode.ElideRight, space)
                tall = round(metrics.height() * 1.6)
                under = QRect(slot.center().x() - space // 2, room.bottom() + 4, space, tall)
                under.moveLeft(min(max(room.left() - 4, under.left()), max(0, self.width() - space)))
                painter.drawText(under, Qt.AlignmentFlag.AlignHCenter, text)

    def _label_width(self) -> int:
        longest = max(self.fontMetrics().horizontalAdvance(label) for label, _ in self._bars)
        return min(longest + 10, scaled(96))

    def _room(self, top: float, step: float) -> QRect:
        metrics = self.fontMetrics()
        lines = [self._words(number * step) for number in range(round(top / step) + 1)]
        left = max(metrics.horizontalAdvance(text) for text in lines) + 10
        above, below = round(metrics.height() * 1.8), round(metrics.height() * 1.6) + 4
        return QRect(left, above, self.width() - left - 4, max(1, self.height() - above - below))

    def _slot(self, room: QRect, number: int) -> QRect:
        width = room.width() / len(self._bars)
        return QRect(room.left() + round(number * width), room.top(), max(1, round(width)), room.height())

    def _at(self, point: QPoint) -> Bar | None:
        values = [value for _, value in self._bars if value is not None]
        if not values:
            return None
        step = self._steps(max(values))
        room = self._room(step * max(1, math.ceil(max(values) / step)), step)
        number = int((point.x() - room.left()) * len(self._bars) / room.width())
        return self._bars[number] if 0 <= number < len(self._bars) and point.x() >= room.left() else None


def step_for_numbers(largest: float) -> float:
    """1, 2 or 5 and zeros; at least 1."""
    rough = max(largest, 1) / _LINES
    power = 10 ** math.floor(math.log10(rough))
    return float(max(1, next(power * part for part in (1, 2, 5, 10) if power * part >= rough)))


def step_for_shares(largest: float) -> float:
    """Of parts of 1: a round number of percent."""
    return step_for_numbers(max(largest, 0.01) * 100) / 100


def step_for_seconds(largest: float) -> float:
    """A length of time that clocks have names for."""
    rough, hour = max(largest, 1) / _LINES, 3600
    steps = (1, 5, 15, 30, 60, 300, 600, 900, 1800, hour, 2 * hour, 4 * hour, 6 * hour, 12 * hour, 24 * hour)
    found = next((step for step in steps if step >= rough), None)
    return float(found if found is not None else 24 * hour * step_for_numbers(largest / 24 / hour))


def _plain(value: float) -> str:
    return f"{value:g}"
