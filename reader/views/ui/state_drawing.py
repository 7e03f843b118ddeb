"""What a presentation state draws over an image, painted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from reader.core.qt.theme import on_view
from reader.views.states.drawn import RGB, DrawnGraphic, DrawnText
from reader.views.ui import drawing
from reader.views.ui.painting import outlined

_FILL = 90
_LEAST = 70
"""A colour darker than this on each channel can't be seen on a picture: the layer's text is then as others are."""


def paint_state(
    painter: QPainter, graphics: Sequence[DrawnGraphic], texts: Sequence[DrawnText]
) -> list[QRectF]:
    """Lines first, then words over them. Gives where the words are."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for graphic in graphics:
        path, tint = drawing.path_of(graphic.drawing), _tint(graphic.colour)
        if graphic.filled:
            fill = QColor(tint)
            fill.setAlpha(_FILL)
            painter.fillPath(path, fill)
        drawing.stroke(painter, path, _pen(tint))
    return [_paint_text(painter, text) for text in texts]


def _tint(colour: RGB | None) -> QColor:
    return on_view("overlay") if colour is None or max(colour) < _LEAST else QColor(*colour)


def _pen(tint: QColor) -> QPen:
    pen = QPen(tint, 1.4)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _paint_text(painter: QPainter, text: DrawnText) -> QRectF:
    """In its box, as it is aligned there, and beyond it where it needs more room; else beside its anchor."""
    metrics, tint = QFontMetricsF(painter.font()), _tint(text.colour)
    width = max(metrics.horizontalAdvance(line) for line in text.lines)
    height = metrics.height() * len(text.lines)
    if text.box is not None:
        left, top, right, _ = text.box
        spare = {"RIGHT": 1.0, "CENTER": 0.5}.get(text.align, 0.0) * (right - left - width)
        place = QRectF(left + spare, top, width, height)
    else:
        x, y = text.anchor or (0.0, 0.0)
        place = QRectF(x + 8, y - height / 2, width, height)
    if text.anchor is not None and text.line:
        anchor = QPointF(*text.anchor)
        near = QPointF(
            min(max(anchor.x(), place.left()), place.right()), min(max(anchor.y(), place.top()), place.bottom())
        )
        if near != anchor:
            painter.setPen(_pen(tint))
            painter.drawLine(near, anchor)
    for n, line in enumerate(text.lines):
        advance = metrics.horizontalAdvance(line)
        shift = {"RIGHT": 1.0, "CENTER": 0.5}.get(text.align, 0.0) * (width - advance)
        baseline = place.top() + metrics.ascent() + n * metrics.height()
        outlined(painter, place.left() + shift, baseline, line, tint=tint)
    return place
