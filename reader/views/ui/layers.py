"""The layers of a viewport, painted one over the other. A new kind is a file with its painter, registered here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from reader.core.qt.theme import on_view
from reader.core.registry import Registry
from reader.core.text import now, tr
from reader.findings.levels import is_set
from reader.findings.model import Status
from reader.study.model import Arrival, Window
from reader.views.layers import (
    CrosshairLayer,
    DraftLayer,
    FindingLayer,
    ImageLayer,
    Layer,
    MaskLayer,
    PresentationLayer,
)
from reader.views.looks import interpolation_of
from reader.views.marking import DrawnFinding, drawn, marking
from reader.views.measuring import Preview
from reader.views.model import ViewsModel
from reader.views.planes import Frame
from reader.views.screen import ScreenMap
from reader.views.states.applying import applied
from reader.views.states.drawn import drawn_state
from reader.views.ui import drawing, painting
from reader.views.ui.crosshair import lines_of, middle_of, paint_crosshair, paint_lines, paint_place, planes_beside
from reader.views.ui.picture import PictureSource
from reader.views.ui.scenes import Scenes
from reader.views.ui.screen_greys import greys_on
from reader.views.ui.state_drawing import paint_state
from reader.views.ui.value_plot import paint_plot, place_of_plot, plot_of
from reader.views.viewport import Viewport
from reader.volume.model import Stack, Volume


@dataclass
class Canvas:
    """Where the layers of one viewport are painted, once. view: from (column, row) of its frame to the screen.
    missing: there is no picture, so that segments and lines of other planes have nothing to be seen over. outlined:
    by the tracking UID of a finding, where the outlines of its segments were drawn. taken: where texts are, which
    no label covers. labels: of each finding where its label is, and its anchor. only: the part of `area` that is
    painted, where it is not all of it. moving: a picture follows another one just now: what takes long waits until
    it rests. crosshair: where it was painted."""

    painter: QPainter
    area: QRectF
    views: ViewsModel
    number: int
    view: ScreenMap
    frame: Frame
    window: Window
    source: PictureSource
    scenes: Scenes
    missing: bool = False
    outlined: dict[str, QRectF] = field(default_factory=dict)
    taken: list[QRectF] = field(default_factory=list)
    labels: dict[str, tuple[QRectF, QPointF]] = field(default_factory=dict)
    only: QRectF = field(default_factory=QRectF)
    moving: bool = False
    crosshair: QPointF | None = None

    @property
    def shown(self) -> QRectF:
        """The part of the area that is painted."""
        return self.only if not self.only.isNull() else self.area

    @property
    def viewport(self) -> Viewport:
        return self.views.viewports[self.number]


_SAME = 0.999
"""From so many device pixels a pixel of an image on it is not shown smaller than it is."""

PAINTERS: Registry[type[Layer], Callable[[Canvas, Any], None]] = Registry()
"""By the type of the layer. What a painter sets on the QPainter holds for its own layer."""


def paint_layers(canvas: Canvas) -> None:
    """All of a viewport's, from below."""
    for layer in canvas.viewport.layers:
        canvas.painter.save()
        PAINTERS[type(layer)](canvas, layer)
        canvas.painter.restore()


def findings_of(
    views: ViewsModel, viewport: Viewport, outlined: Collection[str] = frozenset()
) -> list[DrawnFinding]:
    """What of the findings lies in its picture. outlined: those that segments of are drawn in it."""
    frame, content, layer = viewport.frame, viewport.content, viewport.layer(FindingLayer)
    if frame is None or content is None or layer is None:
        return []
    items = []
    among = views.near(layer.findings).seen_in(content, frame, viewport.index, viewport.slab_range(), outlined)
    for finding in among:
        if (finding.is_ai and not views.ai_shown) or not layer.findings.shows(finding):
            continue
        item = drawn(
            finding, content, frame, viewport.index, viewport.slab_range(),
            outlined=finding.tracking_uid in outlined,
        )  # fmt: skip
        if item is not None:
            items.append(item)
    return items


def _paint_image(canvas: Canvas, layer: ImageLayer) -> None:
    """The slice, hatched where it is missing. Raises ValueError for a second image: it has another grid."""
    painter, view, frame, viewport = canvas.painter, canvas.view, canvas.frame, canvas.viewport
    if layer.content is not viewport.content:
        raise ValueError("another image over the first one needs a layer that says how it is laid over it")
    ratio = painter.device().devicePixelRatioF()
    how = interpolation_of(viewport, canvas.views.settings.value)
    found = canvas.source.image(
        viewport, canvas.window, view.scale * max(frame.spacing) * ratio, own=how == "none",
        greys=greys_on(painter.device(), canvas.views.settings.value),
    )  # fmt: skip
    if found is None:
        canvas.missing = True
        canvas.taken.append(_paint_missing(painter, canvas.area, canvas.views, viewport, view, frame))
        return
    image, covered = found
    larger = view.scale * min(frame.spacing) * ratio > _SAME  # else fine lines would be left out
    rests = not canvas.moving or canvas.source.is_cubic(view, canvas.shown, ratio)
    if larger and how == "cubic" and rests:
        painter.drawImage(canvas.shown, canvas.source.cubic(view, canvas.shown, ratio))
    else:
        painter.save()
        painter.setTransform(QTransform(view.a, view.c, view.b, view.d, view.x, view.y), True)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not (larger and how == "none"))
        painter.drawImage(covered, image)
        painter.restore()
    _paint_gaps(painter, canvas.views, viewport, view, frame)


def _covered(view: ScreenMap, left: float, top: float, right: float, bottom: float) -> QPainterPath:
    """A rectangle of the picture, as it lies on the screen."""
    return _outline(view, ((left, top), (right, top), (right, bottom), (left, bottom)))


def _outline(view: ScreenMap, corners: Iterable[tuple[float, float]]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(*view.to_screen(*corner)) for corner in corners]))
    path.closeSubpath()
    return path


def _paint_missing(
    painter: QPainter, area: QRectF, views: ViewsModel, viewport: Viewport, view: ScreenMap, frame: Frame
) -> QRectF:
    """The whole picture is not there: say whether it is still coming or why it can't be shown, and give where."""
    content = viewport.content
    assert content is not None
    painting.hatch(painter, _covered(view, -0.5, -0.5, frame.size[0] - 0.5, frame.size[1] - 0.5))
    state = views.arrival(content.series.series_uid)
    if state.arrival in (Arrival.ABSENT, Arrival.LOADING):
        return painting.note(painter, area, (tr("This image is still on its way"),))
    entry: tuple[str, int] | None
    if isinstance(content.image, Stack):
        entry = content.image.frames[viewport.index]
    else:
        entry = content.image.slices[frame.stored_index(viewport.index)] if frame.stored else None
    uid = entry[0] if entry is not None else ""
    reason = next((failure.reason for failure in state.failures if failure.sop_instance_uid == uid), "")
    lines = [line for line in (tr("This image is missing"), now(reason)) if line]
    return painting.note(painter, area, lines, "soon")


def _paint_gaps(painter: QPainter, views: ViewsModel, viewport: Viewport, view: ScreenMap, frame: Frame) -> None:
    """Where a plane runs across slices that are not there: black while they may still come, hatched when not."""
    content = viewport.content
    if content is None or not isinstance(content.image, Volume) or frame.stored:
        return
    image = content.image
    if image.complete:
        return
    arriving = views.arrival(content.series.series_uid).arrival is Arrival.LOADING
    across = 0 if frame.axes[0][0] == 2 else 1
    present = image.present[:: frame.axes[across][1]]
    edges = np.flatnonzero(np.diff(np.concatenate(([1], present.astype(np.int8), [1]))))
    for start, end in edges.reshape(-1, 2):
        # what arrives just now is not yet what it will be, and half a slice of it is mixed into its neighbours
        low, high = (start - 1.0, float(end)) if arriving else (start - 0.5, end - 0.5)
        if across == 0:
            band = _covered(view, low, -0.5, high, frame.size[1] - 0.5)
        else:
            band = _covered(view, -0.5, low, frame.size[0] - 0.5, high)
        painter.fillPath(band, on_view("view"))
        if not arriving:
            painting.hatch(painter, band)


def _paint_state(canvas: Canvas, _: PresentationLayer) -> None:
    """The graphics and texts of a presentation state, over an image that it is for; of a finding that is drawn
    there by itself none."""
    shown = applied(canvas.viewport)
    if shown is not None and not canvas.missing:
        state, entry = shown
        twice = {item.finding.tracking_uid for item in findings_of(canvas.views, canvas.viewport)}
        graphics, texts = drawn_state(state, entry, canvas.frame, canvas.view, twice)
        canvas.taken += paint_state(canvas.painter, graphics, texts)


def _paint_masks(canvas: Canvas, layer: MaskLayer) -> None:
    """Segments of findings: translucent with an outline in the finding's line, in every plane and stack."""
    painter, views, viewport, content = canvas.painter, canvas.views, canvas.viewport, canvas.viewport.content
    if content is None or canvas.missing:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mask in layer.masks:
        finding = views.finding_of(mask)
        if finding is None or (finding.is_ai and not views.ai_shown):
            continue
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        for line in canvas.scenes.outlines(mask, content, canvas.frame, viewport.index):
            points = [QPointF(*canvas.view.to_screen(float(c), float(r))) for c, r in line]
            path.moveTo(points[0])
            for point in points[1:]:
                path.lineTo(point)
            path.closeSubpath()
        if path.isEmpty():
            continue
        uid = finding.tracking_uid
        canvas.outlined[uid] = canvas.outlined.get(uid, QRectF()).united(path.boundingRect())
        how = marking(finding)
        if finding.status is not Status.REJECTED:
            tint = QColor(on_view(how.token))
            tint.setAlpha(40)
            painter.fillPath(path, tint)
        drawing.draw_path(painter, path, how, selected=uid == views.findings.selected)


def _paint_crosshair(canvas: Canvas, _: CrosshairLayer) -> None:
    """The other planes as lines in their colours, and where other series are cut."""
    if canvas.missing:
        return
    middle = middle_of(canvas.views, canvas.viewport, canvas.frame, canvas.view)
    if middle is not None:
        if planes_beside(canvas.views, canvas.viewport):
            paint_crosshair(canvas.painter, canvas.frame, canvas.view, middle)
        else:
            paint_place(canvas.painter, middle)
        canvas.crosshair = middle
    paint_lines(canvas.painter, canvas.view, lines_of(canvas.views, canvas.viewport))


def _paint_findings(canvas: Canvas, layer: FindingLayer) -> None:
    """All but the one that is being dragged."""
    canvas.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    grip = canvas.views.measuring.grip
    dragged = grip.tracking_uid if grip is not None and grip.viewport == canvas.number else None
    drawn, plot, place = [], None, QRectF()
    for item in findings_of(canvas.views, canvas.viewport, canvas.outlined):
        uid = item.finding.tracking_uid
        if uid == dragged and grip is not None and is_set(item.finding):
            item = replace(item, shapes=tuple(shape for shape in item.shapes if shape.number != grip.shape))
        if uid != dragged or is_set(item.finding):
            selected, outlined = uid == layer.findings.selected, canvas.outlined.get(uid)
            if selected and canvas.views.values_shown and canvas.only.isNull():
                plot = plot_of(item, canvas.viewport, canvas.frame)
            drawn.append(
                drawing.draw_finding(
                    canvas.painter, item, canvas.view,
                    selected=selected, outlined=outlined, look=layer.findings.looks.of(uid),
                )
            )  # fmt: skip
    scale = canvas.views.settings.value.text_scale
    if plot is not None and not (place := place_of_plot(canvas.area, scale)).isEmpty():
        canvas.taken.append(place)
    canvas.labels = drawing.draw_labels(canvas.painter, drawn, canvas.area, canvas.taken)
    if plot is not None and not place.isEmpty():
        paint_plot(canvas.painter, place, plot, canvas.viewport, scale)


def _paint_draft(canvas: Canvas, _: DraftLayer) -> None:
    if (swept := canvas.viewport.swept) is not None:
        canvas.painter.setPen(QPen(on_view("accent"), 1.4, Qt.PenStyle.DashLine))
        canvas.painter.drawPath(_outline(canvas.view, swept))
    canvas.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    measuring = canvas.views.measuring
    hidden = canvas.views.findings.looks.all_hidden
    for made in () if hidden else measuring.on_priors.shown_in(canvas.viewport):
        shown, where = Preview(made.pixels, made.text, made.tool.drawing), (canvas.view, canvas.area, canvas.taken)
        canvas.taken.append(drawing.draw_measuring(canvas.painter, shown, *where, held=False))
    underway = measuring.preview(canvas.number)
    if underway is not None:
        drawing.draw_measuring(canvas.painter, underway, canvas.view, canvas.area, canvas.taken)


PAINTERS.add(ImageLayer, _paint_image)
PAINTERS.add(PresentationLayer, _paint_state)
PAINTERS.add(MaskLayer, _paint_masks)
PAINTERS.add(CrosshairLayer, _paint_crosshair)
PAINTERS.add(FindingLayer, _paint_findings)
PAINTERS.add(DraftLayer, _paint_draft)
