"""The magnifying glass: a circle of the picture around the mouse, so large that a pixel of the image is seen."""

from __future__ import annotations

from dataclasses import replace
from math import hypot

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen

from reader.core.qt.theme import on_view
from reader.views.layers import ImageLayer, MaskLayer
from reader.views.ui.layers import PAINTERS, Canvas
from reader.views.ui.picture import PictureSource

RADIUS = 140.0
_LEAST, _MOST = 2.0, 12.0
_SHOWN = (ImageLayer, MaskLayer)


def paint_lens(canvas: Canvas, at: tuple[float, float], source: PictureSource) -> None:
    """Over the layers of `canvas`: the image and its segments, without lines and numbers.

    at: logical pixels. source: of its own, since the picture around it may be drawn from fewer pixels.
    """
    painter, view = canvas.painter, canvas.view
    shown = hypot(view.a, view.c) * painter.device().devicePixelRatioF()
    factor = min(max(_LEAST, 1.0 / max(shown, 1e-6)), _MOST)
    only = QRectF(at[0] - RADIUS, at[1] - RADIUS, 2 * RADIUS, 2 * RADIUS).intersected(canvas.area)
    lens = replace(canvas, view=view.enlarged(at, factor), source=source, outlined={}, taken=[], only=only)
    circle = QPainterPath()
    circle.addEllipse(QPointF(*at), RADIUS, RADIUS)
    painter.save()
    painter.setClipPath(circle)
    painter.fillPath(circle, on_view("view"))
    for layer in canvas.viewport.layers:
        if isinstance(layer, _SHOWN):
            painter.save()
            PAINTERS[type(layer)](lens, layer)
            painter.restore()
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(on_view("text-2"), 1.5))
    painter.drawPath(circle)
