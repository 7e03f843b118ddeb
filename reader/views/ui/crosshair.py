"""The other planes as lines over a plane of a volume, and what of the screen they are on."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from PySide6.QtCore import QLineF, QPointF, QRect, QSize
from PySide6.QtGui import QPainter, QPen, QRegion

from reader.core.qt.theme import on_view
from reader.views.model import ViewsModel
from reader.views.planes import Frame, Plane
from reader.views.reference_lines import Line, lines_in
from reader.views.screen import ScreenMap
from reader.views.ui.painting import MARGIN, TEXT_PX
from reader.views.viewport import Viewport

_GAP = 14.0
"""Open around the middle, so that nothing hides what is looked at."""
_WIDE = 3
_SOFT = 128
"""Percent: a line that is mixed with what is below it takes Qt many times as long."""
_OTHERS = {
    Plane.AXIAL: (Plane.SAGITTAL, Plane.CORONAL),
    Plane.CORONAL: (Plane.SAGITTAL, Plane.AXIAL),
    Plane.SAGITTAL: (Plane.CORONAL, Plane.AXIAL),
}


def planes_beside(views: ViewsModel, viewport: Viewport) -> bool:
    """Whether another plane of the same series is shown: the crosshair is the two others, from edge to edge."""
    others = (views.viewports[number] for number in views.shown)
    return any(one.content is viewport.content and one.plane is not viewport.plane for one in others)


def lines_of(views: ViewsModel, viewport: Viewport) -> list[Line]:
    """Where the pictures of other series that are shown cut that of a viewport."""
    if not views.crosshair or viewport.plane is Plane.VOLUME:
        return []
    return lines_in([views.viewports[number] for number in views.shown], viewport, views.active_viewport)


def middle_of(views: ViewsModel, viewport: Viewport, frame: Frame, view: ScreenMap) -> QPointF | None:
    """Where the crosshair is on the screen; None where there is none."""
    cursor = views.crosshair_in(viewport)
    if cursor is None:
        return None
    column, row, _slice = frame.to_pixel(cursor)
    return QPointF(*view.to_screen(column, row))


def paint_place(painter: QPainter, middle: QPointF) -> None:
    """Where the crosshair is, over a series of which no other plane is shown: it has no lines then."""
    painter.setPen(QPen(on_view("overlay").darker(_SOFT), 1))
    for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        begin = QPointF(middle.x() + across * _GAP, middle.y() + down * _GAP)
        painter.drawLine(QLineF(begin, begin + QPointF(across, down) * _GAP))


def paint_lines(painter: QPainter, view: ScreenMap, lines: Sequence[Line]) -> None:
    """Those of other series, in the colours of the planes that they are nearest to."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for line in lines:
        painter.setPen(QPen(on_view(line.plane.value).darker(_SOFT), 1))
        painter.drawLine(QLineF(*(QPointF(*view.to_screen(*end)) for end in line.ends)))


def paint_crosshair(painter: QPainter, frame: Frame, view: ScreenMap, middle: QPointF) -> None:
    """Each line in its plane's colour, from edge to edge of the picture."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    column, row = view.to_pixel(middle.x(), middle.y())
    ends = (
        ((column, -0.5), (column, frame.size[1] - 0.5)),
        ((-0.5, row), (frame.size[0] - 0.5, row)),
    )
    for plane, both in zip(_OTHERS[frame.plane], ends, strict=True):
        painter.setPen(QPen(on_view(plane.value).darker(_SOFT), 1))
        for end in both:
            x, y = view.to_screen(*end)
            across, down = x - middle.x(), y - middle.y()
            if (length := hypot(across, down)) > _GAP:
                part = _GAP / length
                painter.drawLine(QLineF(middle.x() + across * part, middle.y() + down * part, x, y))


def moved(
    views: ViewsModel, viewport: Viewport, view: ScreenMap | None, before: QPointF | None, size: QSize
) -> QRegion | None:
    """What of a viewport of this size has to be painted anew where nothing but the cursor has moved; None for all
    of it. before: where the crosshair was painted."""
    frame = viewport.frame
    if frame is None or view is None or viewport.angle or viewport.magnified is not None:
        return None
    if not planes_beside(views, viewport) or lines_of(views, viewport):
        return None
    height = round(2 * TEXT_PX * views.settings.value.text_scale) + MARGIN  # the place, in the last line
    changed = QRegion(QRect(size.width() // 2, size.height() - height, size.width() // 2 + 1, height))
    for middle in (before, middle_of(views, viewport, frame, view)):
        if middle is not None:
            x, y = round(middle.x()), round(middle.y())
            changed = changed.united(QRect(x - _WIDE, 0, 2 * _WIDE, size.height()))
            changed = changed.united(QRect(0, y - _WIDE, size.width(), 2 * _WIDE))
    return changed
