"""The bar at the right edge of a viewport: where one is in the series, what was seen, and where something is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from reader.core.qt.theme import on_view
from reader.views.model import ViewsModel
from reader.views.scroll_marks import ScrollMarks
from reader.views.tools.scrollbar import span, y_of
from reader.views.viewport import Viewport

_THICK = 3.0
_RIGHT = 2.0
_THUMB = 12.0
_LEAST = 90.0
"""Lower viewports have none."""


def has_bar(views: ViewsModel, number: int, height: float) -> bool:
    """Of tiles the last one has it."""
    if number >= len(views.viewports) or views.viewports[number].count < 2 or height < _LEAST:
        return False
    tiles = views.tiling.beside(number)
    return not tiles or number == tiles[-1]


def paint_bar(
    painter: QPainter, area: QRectF, views: ViewsModel, viewport: Viewport, marks: ScrollMarks
) -> None:
    height, count = area.height(), viewport.count
    left = area.right() - _RIGHT - _THICK
    top, bottom = span(height)

    def stretch(first: float, end: float, colour: QColor, *, wider: float = 0.0) -> None:
        start, stop = y_of(first, height, count), y_of(end, height, count)
        least = max(stop - start, 2.0)
        painter.fillRect(QRectF(left - wider, area.top() + start, _THICK + wider, least), colour)

    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    track = QColor(on_view("text-off"))
    track.setAlpha(90)
    painter.fillRect(QRectF(left, area.top() + top, _THICK, bottom - top), track)
    for first, end in marks.seen(views, viewport):
        stretch(first, end, on_view("text-2"))
    for mark in marks.marks(views, viewport):
        middle = mark.index + 0.5
        if mark.key:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(on_view("overlay-ai" if mark.ai else "overlay-human"))
            painter.drawEllipse(QPointF(left - 5.0, area.top() + y_of(middle, height, count)), 2.0, 2.0)
        else:
            stretch(mark.index, mark.index + 1, on_view("overlay-ai" if mark.ai else "overlay-human"), wider=4.0)
    at = area.top() + y_of(viewport.index + 0.5, height, count)
    painter.setPen(QPen(on_view("view"), 1))
    painter.setBrush(on_view("accent"))
    painter.drawRoundedRect(QRectF(left - 2.0, at - _THUMB / 2, _THICK + 3.0, _THUMB), 2.0, 2.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
