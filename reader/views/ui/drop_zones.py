"""Where in a viewport a series is dropped: in its place, or beside it, which divides the viewport."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from reader.core.qt.theme import on_view
from reader.views.grids import Side

_EDGE = 0.2
"""So much of the width or height at each edge divides the viewport."""


def side_at(area: QRectF, point: QPointF) -> Side | None:
    """The edge that a point is at; None in the middle."""
    x, y = (point.x() - area.left()) / area.width(), (point.y() - area.top()) / area.height()
    near = {Side.LEFT: x, Side.RIGHT: 1 - x, Side.ABOVE: y, Side.BELOW: 1 - y}
    side = min(near, key=lambda side: near[side])
    return side if near[side] < _EDGE else None


def place_of(area: QRectF, side: Side | None) -> QRectF:
    """Where the series will be."""
    half = QRectF(area)
    if side in (Side.LEFT, Side.RIGHT):
        half.setWidth(area.width() / 2)
    elif side is not None:
        half.setHeight(area.height() / 2)
    if side is Side.RIGHT:
        half.moveRight(area.right())
    elif side is Side.BELOW:
        half.moveBottom(area.bottom())
    return half


def paint(painter: QPainter, area: QRectF, side: Side | None) -> None:
    """Mark where it will be."""
    filling = QColor(on_view("accent"))
    filling.setAlpha(60)
    painter.setBrush(filling)
    painter.setPen(QPen(on_view("accent"), 2, Qt.PenStyle.SolidLine))
    painter.drawRect(place_of(area, side).adjusted(1, 1, -1, -1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
