"""Text that says with an ellipsis that there is more, and a label of it that tells the rest in its tooltip."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOption, QStyleOptionButton

from reader.core.qt.plain import Label, plain_tip

_FIGURES = re.compile(r"[0-9A-Za-z.,:/@%×±+−_-]*[0-9][0-9A-Za-z.,:/@%×±+−_-]*")
"""A number, a date, an ID: what means something else once its end is missing."""


def elided(text: str, metrics: QFontMetrics | QFontMetricsF, width: float) -> str:
    """`text` in `width` pixels, its end left out where it is longer; a number is there as a whole or not at all."""
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width))
    if shown == text:
        return text
    end = len(shown) - 1
    for figures in _FIGURES.finditer(text):
        if figures.start() < end < figures.end():
            return text[: figures.start()].rstrip(" ·") + "…"
    return shown


def middle_elided(text: str, metrics: QFontMetrics | QFontMetricsF, width: float) -> str:
    """`text` in `width` pixels, its middle left out where it is longer: its beginning and its end tell it apart."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, int(width))


class ElidedLabel(Label):
    """One line that takes the width it gets; never cut in the middle of a letter. A tooltip that was set stays.
    in_short: what stands there instead where the text has no room, "" for as much of the text as there is."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._told = self.in_short = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @property
    def shown(self) -> str:
        """What of it there is room for."""
        shown = elided(self.text(), self.fontMetrics(), self.width())
        if shown == self.text() or not self.in_short:
            return shown
        return elided(self.in_short, self.fontMetrics(), self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.shown
        whole = self.text() if shown != self.text() else ""
        if whole != self._told and self.toolTip() in ("", plain_tip(self._told)):
            self.setToolTip(plain_tip(whole))
            self._told = whole
        option = QStyleOption()
        option.initFrom(self)
        with QPainter(self) as painter:
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
            painter.setPen(option.palette.windowText().color())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class ElidedCheckBox(QCheckBox):
    """One that takes the width it gets; its tooltip has to tell the rest."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self).width()
        taken = 0 if self.icon().isNull() else self.iconSize().width() + 4
        option.text = elided(self.text(), self.fontMetrics(), room - taken)
        with QPainter(self) as painter:
            self.style().drawControl(QStyle.ControlElement.CE_CheckBox, option, painter, self)
