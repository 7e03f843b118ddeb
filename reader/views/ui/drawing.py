"""Findings, segments and measurements over a picture: lines, handles and labels in screen pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, degrees, hypot

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QTransform

from reader.core.qt.theme import colour
from reader.findings.model import ShapeKind
from reader.views.marking import DrawnFinding, Marking
from reader.views.screen import ScreenMap
from reader.views.ui.painting import outlined

HANDLE = 4.0
REACH = 8.0


@dataclass(frozen=True)
class Hit:
    """What lies under the mouse: a finding, and a handle of one of its shapes where handle >= 0."""

    tracking_uid: str
    shape: int
    handle: int


def shape_path(kind: ShapeKind, points: Sequence[QPointF]) -> QPainterPath:
    """The outline of a shape on the screen."""
    path = QPainterPath()
    if not points:
        return path
    if kind is ShapeKind.POINT:
        path.addEllipse(points[0], 5, 5)
        return path
    if kind is ShapeKind.CIRCLE and len(points) == 2:
        radius = hypot(points[1].x() - points[0].x(), points[1].y() - points[0].y())
        path.addEllipse(points[0], radius, radius)
        return path
    if kind is ShapeKind.ELLIPSE and len(points) == 4:
        return _ellipse(points)
    path.moveTo(points[0])
    for point in points[1:]:
        path.lineTo(point)
    if kind is ShapeKind.POLYGON:
        path.closeSubpath()
    return path


def _ellipse(points: Sequence[QPointF]) -> QPainterPath:
    """From the ends of its two axes (PS3.3 C.10.5.1.2)."""
    centre = (points[0] + points[1]) / 2
    across, down = (points[1] - points[0]) / 2, (points[3] - points[2]) / 2
    path = QPainterPath()
    path.addEllipse(QPointF(0, 0), hypot(across.x(), across.y()), hypot(down.x(), down.y()))
    turn = degrees(atan2(across.y(), across.x()))
    return QTransform().translate(centre.x(), centre.y()).rotate(turn).map(path)


def line_pen(how: Marking, *, selected: bool) -> QPen:
    pen = QPen(colour(how.token), 2.0 if selected else 1.4)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if how.dashed:
        pen.setDashPattern([4, 3])
    return pen


def draw_path(painter: QPainter, path: QPainterPath, how: Marking, *, selected: bool = False) -> None:
    """A line with a dark shadow under it, so that it is seen on bone and on air alike."""
    pen = line_pen(how, selected=selected)
    shadow = QPen(pen)
    shadow.setColor(QColor(0, 0, 0, 130))
    shadow.setWidthF(pen.widthF() + 1.6)
    if how.dashed:
        shadow.setDashPattern([part * pen.widthF() / shadow.widthF() for part in (4.0, 3.0)])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(path, shadow)
    painter.strokePath(path, pen)


def draw_finding(
    painter: QPainter,
    item: DrawnFinding,
    view: ScreenMap,
    area: QRectF,
    *,
    selected: bool,
    taken: list[QRectF],
) -> None:
    """Its shapes, a diamond where only its place is known, its label, and handles where it is selected.

    A finding with segments needs no diamond: its outline is drawn. taken: where labels stand already.
    """
    how = item.marking
    anchor: QPointF | None = None
    for shape in item.shapes:
        points = [QPointF(*view.to_screen(*pixel)) for pixel in shape.pixels]
        draw_path(painter, shape_path(shape.kind, points), how, selected=selected)
        if shape.kind is ShapeKind.POLYLINE:
            _ends(painter, points, how)
        if selected and len(points) <= 4:
            handles(painter, points)
        corner = max(points, key=lambda p: p.x() - p.y() * 0.2)
        if anchor is None or corner.x() > anchor.x():
            anchor = corner
    if anchor is None and item.place is not None:
        anchor = QPointF(*view.to_screen(*item.place))
        if item.finding.segments:
            anchor += QPointF(12, 0)
        else:
            _diamond(painter, anchor, how, selected=selected)
    if anchor is not None:
        label(painter, item.label, how, anchor, area, taken)


def draw_measuring(
    painter: QPainter,
    kind: ShapeKind,
    pixels: Sequence[tuple[float, float]],
    text: Sequence[str],
    view: ScreenMap,
    area: QRectF,
) -> None:
    """A measurement that is being drawn or changed."""
    how = Marking("overlay-human", False, False, "◆")
    points = [QPointF(*view.to_screen(*pixel)) for pixel in pixels]
    draw_path(painter, shape_path(kind, points), how)
    handles(painter, points)
    label(painter, text, how, max(points, key=lambda p: p.x()), area, [])


def handles(painter: QPainter, points: Sequence[QPointF]) -> None:
    painter.setPen(QPen(QColor(0, 0, 0, 200), 1))
    painter.setBrush(colour("accent"))
    for point in points:
        painter.drawRect(QRectF(point.x() - HANDLE, point.y() - HANDLE, 2 * HANDLE, 2 * HANDLE))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def label(
    painter: QPainter, lines: Sequence[str], how: Marking, anchor: QPointF, area: QRectF, taken: list[QRectF]
) -> None:
    """The text beside a shape, inside the viewport and beside the labels that stand already."""
    if not lines:
        return
    font = QFont(painter.font())
    plain = QFont(font)
    font.setStrikeOut(how.struck)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    width = max(metrics.horizontalAdvance(line) for line in lines)
    height = metrics.height()
    size = height * len(lines)
    x = max(min(anchor.x() + 10, area.right() - width - 6), area.left() + 6)
    top = anchor.y() - size / 2 - (height / 2 if len(lines) == 1 else 0)
    box = QRectF(x, min(max(top, area.top() + 4), area.bottom() - size - 4), width, size)
    for _ in range(8):
        other = next((rect for rect in taken if rect.intersects(box)), None)
        if other is None or other.bottom() + size > area.bottom():
            break
        box.moveTop(other.bottom() + 1)
    taken.append(box)
    y = box.top() + metrics.ascent()
    for line in lines:
        outlined(painter, box.left(), y, line, how.token)
        y += height
    painter.setFont(plain)


def hit(items: Sequence[DrawnFinding], view: ScreenMap, at: QPointF, selected: str) -> Hit | None:
    """The handle of the selected finding, else the finding, whose line passes near `at`."""
    for item in items:
        if item.finding.tracking_uid != selected:
            continue
        for shape in item.shapes:
            if len(shape.pixels) > 4:
                continue
            for number, pixel in enumerate(shape.pixels):
                x, y = view.to_screen(*pixel)
                if hypot(x - at.x(), y - at.y()) <= REACH:
                    return Hit(selected, shape.number, number)
    for item in items:
        for shape in item.shapes:
            points = [QPointF(*view.to_screen(*pixel)) for pixel in shape.pixels]
            outline = shape_path(shape.kind, points)
            near = QRectF(at.x() - REACH / 2, at.y() - REACH / 2, REACH, REACH)
            wide = outline.boundingRect().adjusted(-REACH, -REACH, REACH, REACH)
            if wide.contains(at) and _passes(outline, near):
                return Hit(item.finding.tracking_uid, shape.number, -1)
        if item.place is not None:
            x, y = view.to_screen(*item.place)
            if hypot(x - at.x(), y - at.y()) <= REACH + 2:
                return Hit(item.finding.tracking_uid, -1, -1)
    return None


def _passes(outline: QPainterPath, near: QRectF) -> bool:
    for polygon in outline.toSubpathPolygons():
        for a, b in pairwise(polygon.toList()):
            c = near.center()
            length = (b.x() - a.x()) ** 2 + (b.y() - a.y()) ** 2
            along = 0.0
            if length > 0:
                along = ((c.x() - a.x()) * (b.x() - a.x()) + (c.y() - a.y()) * (b.y() - a.y())) / length
                along = min(1.0, max(0.0, along))
            foot = a + (b - a) * along
            if hypot(foot.x() - c.x(), foot.y() - c.y()) <= near.width():
                return True
    return False


def _ends(painter: QPainter, points: Sequence[QPointF], how: Marking) -> None:
    """Short strokes across the ends of a measured line."""
    painter.setPen(QPen(colour(how.token), 1.4))
    for end, other in ((points[0], points[1]), (points[-1], points[-2])) if len(points) > 1 else ():
        way = other - end
        length = hypot(way.x(), way.y())
        if length > 0:
            across = QPointF(-way.y(), way.x()) * (5 / length)
            painter.drawLine(end - across, end + across)


def _diamond(painter: QPainter, at: QPointF, how: Marking, *, selected: bool) -> None:
    path = QPainterPath(at + QPointF(0, -7))
    for dx, dy in ((7, 0), (0, 7), (-7, 0)):
        path.lineTo(at + QPointF(dx, dy))
    path.closeSubpath()
    draw_path(painter, path, how, selected=selected)
