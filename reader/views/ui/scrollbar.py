"""The bar at the right edge of a viewport: where one is in the series, what was seen, and where something is."""

from __future__ import annotations

from functools import cache

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
_DIM = 0.35
_LEAST = 90.0
"""Lower viewports have none."""


def has_bar(views: ViewsModel, number: int, height: float) -> bool:
    """Of tiles the last one has it."""
    if number >= len(views.viewports) or views.viewports[number].count < 2 or height < _LEAST:
        return False
    tiles = views.tiling.beside(number)
    return not tiles or number == tiles[-1]


@cache  # colours over pictures are the same in every theme
def _track() -> QColor:
    """Dim against the view. Not translucent: Qt takes ten times as long for that."""
    over, under = ((c.redF(), c.greenF(), c.blueF()) for c in (on_view("text-off"), on_view("view")))
    return QColor.fromRgbF(*(_DIM * a + (1 - _DIM) * b for a, b in zip(over, under, strict=True)))


def paint_bar(
    painter: QPainter, area: QRectF, views: ViewsModel, viewport: Viewport, marks: ScrollMarks
) -> None:
    height, count = area.height(), viewport.count
    left = area.right() - _RIGHT - _THICK
    top, bottom = span(height)

    def stretch(first: float, end: float, wider: float = 0.0) -> QRectF:
        start, stop = y_of(first, height, count), y_of(end, height, count)
        return QRectF(left - wider, area.top() + start, _THICK + wider, max(stop - start, 2.0))

    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(QRectF(left, area.top() + top, _THICK, bottom - top), _track())
    painter.setBrush(on_view("text-2"))
    painter.drawRects([stretch(first, end) for first, end in marks.seen(views, viewport)])
    keys = [mark for mark in marks.marks(views, viewport) if mark.key]
    for ai, token in ((False, "overlay-human"), (True, "overlay-ai")):
        painter.setBrush(on_view(token))
        painter.drawRects([stretch(first, end, wider=4.0) for first, end in marks.runs(views, viewport, ai=ai)])
        for mark in keys:
            if mark.ai is ai:
                middle = area.top() + y_of(mark.index + 0.5, height, count)
                painter.drawEllipse(QPointF(left - 5.0, middle), 2.0, 2.0)
    at = area.top() + y_of(viewport.index + 0.5, height, count)
    painter.setPen(QPen(on_view("view"), 1))
    painter.setBrush(on_view("accent"))
    painter.drawRoundedRect(QRectF(left - 2.0, at - _THUMB / 2, _THICK + 3.0, _THUMB), 2.0, 2.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
