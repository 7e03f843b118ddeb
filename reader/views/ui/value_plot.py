"""The curve of the selected measurement over its picture: values along its line, or how often each is inside."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from reader.core.qt.theme import on_view
from reader.core.text import tr
from reader.findings.model import ShapeKind
from reader.views.marking import DrawnFinding
from reader.views.planes import Frame
from reader.views.plots import Histogram, Profile, histogram, profile
from reader.views.readout import units_of
from reader.views.ui import painting
from reader.views.ui.measured import measures
from reader.views.viewport import Viewport

_SIZE = (260.0, 130.0)
_LEAST = 200.0
"""A viewport that is narrower has no room for one."""
_ABOVE_TEXT = 44.0
_INNER = (44.0, 20.0, 8.0, 18.0)  # left, top, right, bottom: room for the words

Plot = Profile | Histogram


def plot_of(item: DrawnFinding, viewport: Viewport, frame: Frame) -> Plot | None:
    """Of the first of its shapes in this picture that has one; None for a slab, whose values are not those of a
    slice."""
    content = viewport.content
    if content is None or viewport.is_slab:
        return None
    for shape in item.shapes:
        kind = item.finding.shapes[shape.number].kind
        if kind is ShapeKind.POLYLINE:
            return profile(content, frame, viewport.index, shape.pixels)
        if kind in (ShapeKind.ELLIPSE, ShapeKind.POLYGON):
            return histogram(content, frame, viewport.index, kind, shape.pixels)
    return None


def place_of_plot(area: QRectF, scale: float) -> QRectF:
    """At the lower left, above the text; empty where there is no room. scale: of the text."""
    width, height = _SIZE[0] * scale, _SIZE[1] * scale
    if area.width() < max(_LEAST * scale, width + 2 * painting.MARGIN) or area.height() < 2 * height:
        return QRectF()
    top = area.bottom() - painting.MARGIN - _ABOVE_TEXT * scale - height
    return QRectF(area.left() + painting.MARGIN, top, width, height)


def paint_plot(painter: QPainter, place: QRectF, plot: Plot, viewport: Viewport, scale: float) -> None:
    unit = units_of(viewport.content)
    ground = QColor(0, 0, 0, 190)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(on_view("line"), 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(place, 4, 4)
    left, top, right, bottom = (part * scale for part in _INNER)
    inner = place.adjusted(left, top, -right, -bottom)
    across, up = _ranges(plot)
    _axes(painter, inner)
    painter.setPen(QPen(on_view("overlay-human"), 1.4))
    if isinstance(plot, Profile):
        for piece in _curves(plot, inner, across, up):
            painter.drawPolyline(piece)
    else:
        painter.drawPolyline(_steps(plot, inner, across, up))
    length = "mm" if isinstance(plot, Profile) and plot.in_mm else tr("px")
    title = tr("Values along the line") if isinstance(plot, Profile) else tr("Values in the region")
    painter.setFont(painting.overlay_font(scale * 0.9))
    words = measures(painter.font())
    painting.outlined(painter, inner.left(), place.top() + words.ascent + 3, f"{title} · {unit}" if unit else title)
    for value, y in ((up[1], inner.top() + words.ascent / 2), (up[0], inner.bottom())):
        text = _number(value)
        painting.outlined(painter, inner.left() - words.width(text) - 4, y, text)
    first, last = across if isinstance(plot, Profile) else (plot.low, plot.high)
    ends = (_number(first), f"{_number(last)} {length if isinstance(plot, Profile) else unit}".rstrip())
    base = place.bottom() - words.descent - 2
    painting.outlined(painter, inner.left(), base, ends[0])
    painting.outlined(painter, inner.right() - words.width(ends[1]), base, ends[1])


def _ranges(plot: Plot) -> tuple[tuple[float, float], tuple[float, float]]:
    if isinstance(plot, Histogram):
        return (float(plot.edges[0]), float(plot.edges[-1])), (0.0, float(plot.counts.max()))
    known = plot.values[np.isfinite(plot.values)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    return (0.0, float(plot.at[-1])), (low, high if high > low else low + 1.0)


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def _axes(painter: QPainter, inner: QRectF) -> None:
    painter.setPen(QPen(on_view("text-off"), 1))
    corner = inner.bottomLeft()
    painter.drawLines([QLineF(inner.topLeft(), corner), QLineF(corner, inner.bottomRight())])


def _curves(
    plot: Profile, inner: QRectF, across: tuple[float, float], up: tuple[float, float]
) -> list[QPolygonF]:
    """Broken where there is no image."""
    x, y = _on_screen(plot.at, plot.values, inner, across, up)
    there = np.flatnonzero(np.isfinite(plot.values))
    runs = np.split(there, np.flatnonzero(np.diff(there) > 1) + 1) if there.size else []
    return [QPolygonF([QPointF(float(x[n]), float(y[n])) for n in run]) for run in runs]


def _steps(
    plot: Histogram, inner: QRectF, across: tuple[float, float], up: tuple[float, float]
) -> QPolygonF:
    counts = np.repeat(plot.counts, 2).astype(np.float64)
    x, y = _on_screen(np.repeat(plot.edges, 2)[1:-1], counts, inner, across, up)
    return QPolygonF([QPointF(float(a), float(b)) for a, b in zip(x, y, strict=True)])


def _on_screen(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    inner: QRectF,
    across: tuple[float, float],
    up: tuple[float, float],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    width, height = max(across[1] - across[0], 1e-9), max(up[1] - up[0], 1e-9)
    return (
        inner.left() + (x - across[0]) / width * inner.width(),
        inner.bottom() - (y - up[0]) / height * inner.height(),
    )
