"""Findings, segments and measurements over a picture: lines, handles and labels in screen pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, degrees, hypot

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from reader.core.qt.theme import on_view
from reader.findings.looks import PLAIN, Look
from reader.findings.model import Status
from reader.views.marking import DrawnFinding, DrawnShape, Marking
from reader.views.measuring import Preview
from reader.views.screen import ScreenMap
from reader.views.strokes import Drawing, Oval, Point
from reader.views.ui.painting import outlined

HANDLE = 4.0
REACH = 8.0
PLATE_MARGIN = (4.0, 1.0)
_SMALL, _MOST_KEPT_FREE = 80.0, 40
_PLATE = QColor(0, 0, 0, 153)
"""60 % dark: anatomy is seen through it, the text of a label is read on it."""


@dataclass(frozen=True)
class Hit:
    """What lies under the mouse: a finding, and a handle of one of its shapes where handle >= 0."""

    tracking_uid: str
    shape: int
    handle: int


def path_of(drawing: Drawing) -> QPainterPath:
    """The outline of a drawing."""
    path = QPainterPath()
    for stroke in drawing.outline:
        if isinstance(stroke, Oval):
            path.addPath(_oval(stroke))
        else:
            path.addPolygon(QPolygonF([QPointF(*point) for point in stroke.points]))
            if stroke.closed:
                path.closeSubpath()
    return path


def _oval(stroke: Oval) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(0, 0), hypot(*stroke.across), hypot(*stroke.down))
    turn = degrees(atan2(stroke.across[1], stroke.across[0]))
    return QTransform().translate(*stroke.centre).rotate(turn).map(path)


def line_pen(how: Marking, *, selected: bool) -> QPen:
    pen = QPen(on_view(how.token), 2.0 if selected else 1.4)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if how.dashed:
        pen.setDashPattern([4, 3])
    return pen


def draw_path(painter: QPainter, path: QPainterPath, how: Marking, *, selected: bool = False) -> None:
    """A line with a dark shadow under it, so that it is seen on bone and on air alike."""
    stroke(painter, path, line_pen(how, selected=selected), dashed=how.dashed)


def stroke(painter: QPainter, path: QPainterPath, pen: QPen, *, dashed: bool = False) -> None:
    """As `draw_path`, in any colour. The shadow is opaque: Qt draws a wide translucent line 15 times slower."""
    shadow = QPen(pen)
    shadow.setColor(QColor(0, 0, 0))
    shadow.setWidthF(pen.widthF() + 1.2)
    if dashed:
        shadow.setDashPattern([part * pen.widthF() / shadow.widthF() for part in (4.0, 3.0)])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(path, shadow)
    painter.strokePath(path, pen)


@dataclass(frozen=True)
class Labelled:
    """A finding that was drawn and wants its label at `anchor`; what lies in `boxes` is drawn of it, and small.
    own: labels of its parts, and where. moved: how far the user has put its label from the anchor."""

    item: DrawnFinding
    anchor: QPointF | None
    boxes: tuple[QRectF, ...]
    own: tuple[tuple[QPointF, str], ...] = ()
    moved: Point | None = None


def draw_finding(
    painter: QPainter,
    item: DrawnFinding,
    view: ScreenMap,
    *,
    selected: bool,
    outlined: QRectF | None = None,
    look: Look = PLAIN,
) -> Labelled:
    """Its shapes, a diamond where only its place is known, and handles where it is selected. Labels come after all
    shapes (`draw_labels`): no line runs through a number.

    A finding with segments needs no diamond: its outline is drawn. One that was rejected keeps its line, and has
    a label only while it is selected. outlined: where its segments are drawn.
    """
    how = item.marking
    anchor: QPointF | None = None
    boxes = [outlined] if outlined is not None else []
    for shape in item.shapes:
        drawing = _on_screen(shape, view)
        boxes.append(draw(painter, drawing, how, selected=selected))
        if selected and not look.locked:
            handles(painter, drawing.handles)
        corner = QPointF(*drawing.anchor)
        if anchor is None or corner.x() > anchor.x():
            anchor = corner
    if anchor is None and outlined is not None:
        anchor = QPointF(outlined.right(), outlined.center().y())
    elif anchor is None and item.place is not None:
        anchor = QPointF(*view.to_screen(*item.place))
        if item.finding.segments:
            anchor += QPointF(12, 0)
        else:
            _diamond(painter, anchor, how, selected=selected)
    if not selected and item.finding.status is Status.REJECTED:
        anchor = None
    small = tuple(box for box in boxes if max(box.width(), box.height()) <= _SMALL)
    own = [(QPointF(*view.to_screen(*shape.pixels[0])), line) for shape in item.shapes for line in shape.label]
    own += [(QPointF(*view.to_screen(*pixel)), f"({name})") for pixel, name in item.nearby]
    return Labelled(item, anchor, small, tuple(own), look.label)


def draw_labels(
    painter: QPainter, drawn: Sequence[Labelled], area: QRectF, taken: list[QRectF]
) -> dict[str, tuple[QRectF, QPointF]]:
    """Over all lines, beside each other, and beside what is small of other findings. Of each finding where its
    label is now, and its anchor.

    taken: where texts are already; the labels' places are added.
    """
    places = {}
    small = [(one, box) for one in drawn for box in one.boxes][:_MOST_KEPT_FREE]
    for one in drawn:
        for at, line in one.own:
            taken.append(label(painter, (line,), one.item.marking, at, area, taken))
        if one.anchor is not None and one.item.label:
            others = [box for whose, box in small if whose is not one]
            plate = label(
                painter, one.item.label, one.item.marking, one.anchor, area, [*taken, *others], one.moved
            )
            taken.append(plate)
            places[one.item.finding.tracking_uid] = (plate, one.anchor)
    return places


def draw_measuring(
    painter: QPainter,
    preview: Preview,
    view: ScreenMap,
    area: QRectF,
    taken: Sequence[QRectF],
    *,
    held: bool = True,
) -> QRectF:
    """A measurement that is being drawn or changed, or (not held) one on an earlier exam. taken: where texts are
    already. Returns where its own is."""
    how = Marking("overlay-human", False, False, "◆")
    drawing = _on_screen(preview, view)
    draw_path(painter, path_of(drawing), how)
    if held:
        handles(painter, drawing.handles)
    return label(painter, preview.text, how, QPointF(*drawing.anchor), area, taken)


def draw(painter: QPainter, drawing: Drawing, how: Marking, *, selected: bool = False) -> QRectF:
    """The outline and ticks of a shape; the box around the outline and its handles."""
    path = path_of(drawing)
    draw_path(painter, path, how, selected=selected)
    painter.setPen(QPen(on_view(how.token), 1.4))
    for tick in drawing.ticks:
        painter.drawPolyline([QPointF(*point) for point in tick.points])
    return path.controlPointRect().adjusted(-HANDLE, -HANDLE, HANDLE, HANDLE)


def _on_screen(shape: DrawnShape | Preview, view: ScreenMap) -> Drawing:
    return shape.drawing([view.to_screen(*pixel) for pixel in shape.pixels])


def below_place(item: DrawnFinding, view: ScreenMap) -> Point:
    """Where there is room under a finding that has no label."""
    anchors = [_on_screen(shape, view).anchor for shape in item.shapes]
    anchors += [view.to_screen(*item.place)] if item.place is not None else []
    x, y = max(anchors, default=(0.0, 0.0))
    return (x + 6, y + 12)


def handles(painter: QPainter, points: Sequence[Point]) -> None:
    painter.setPen(QPen(QColor(0, 0, 0, 200), 1))
    painter.setBrush(on_view("accent"))
    for x, y in points:
        painter.drawRect(QRectF(x - HANDLE, y - HANDLE, 2 * HANDLE, 2 * HANDLE))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def label(
    painter: QPainter,
    lines: Sequence[str],
    how: Marking,
    anchor: QPointF,
    area: QRectF,
    taken: Sequence[QRectF],
    moved: Point | None = None,
) -> QRectF:
    """The text beside a shape on a dark plate, inside the viewport and beside what is there already, or where the
    user has moved it; where that is away from the shape, a line leads to it. Where it is now."""
    if not lines:
        return QRectF()
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
    own = QPointF(box.topLeft())
    if moved is not None:
        left = min(max(anchor.x() + moved[0], area.left() + 6), area.right() - width - 6)
        box.moveTo(left, min(max(anchor.y() + moved[1], area.top() + 4), area.bottom() - size - 4))
    for _ in range(8 if moved is None else 0):
        other = next((rect for rect in taken if rect.intersects(box)), None)
        if other is None or other.bottom() + size > area.bottom():
            break
        box.moveTop(other.bottom() + 1)
    plate = box.adjusted(-PLATE_MARGIN[0], -PLATE_MARGIN[1], *PLATE_MARGIN)
    if box.topLeft() != own:
        painter.setPen(QPen(on_view(how.token), 1))
        edge = plate.left() if plate.center().x() > anchor.x() else plate.right()
        if moved is not None:  # it may be long, and is no part of the shape
            painter.setPen(QPen(on_view(how.token), 1, Qt.PenStyle.DotLine))
        if not plate.contains(anchor):
            painter.drawLine(anchor, QPointF(edge, plate.center().y()))
    painter.fillRect(plate, _PLATE)
    y = box.top() + metrics.ascent()
    for line in lines:
        outlined(painter, box.left(), y, line, how.token)
        y += height
    painter.setFont(plain)
    return plate


def hit(items: Sequence[DrawnFinding], view: ScreenMap, at: Point, selected: str) -> Hit | None:
    """The handle of the selected finding, else the finding, whose line passes near `at`."""
    for item in items:
        uid = item.finding.tracking_uid
        for shape in item.shapes if uid == selected else ():
            handle = _on_screen(shape, view).handle_at(at, REACH)
            if handle is not None:
                return Hit(selected, shape.number, handle)
    for item in items:
        uid = item.finding.tracking_uid
        for shape in item.shapes:
            if _on_screen(shape, view).passes(at, REACH):
                return Hit(uid, shape.number, -1)
        if item.place is not None:
            x, y = view.to_screen(*item.place)
            if hypot(x - at[0], y - at[1]) <= REACH + 2:
                return Hit(uid, -1, -1)
    return None


def _diamond(painter: QPainter, at: QPointF, how: Marking, *, selected: bool) -> None:
    path = QPainterPath(at + QPointF(0, -7))
    for dx, dy in ((7, 0), (0, 7), (-7, 0)):
        path.lineTo(at + QPointF(dx, dy))
    path.closeSubpath()
    draw_path(painter, path, how, selected=selected)
