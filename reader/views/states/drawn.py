"""The annotations of a presentation state as strokes and texts on the screen, in logical pixels. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from reader.findings.model import ShapeKind
from reader.views.planes import Frame
from reader.views.presentation import Entry, Graphic, GraphicType, Point, PresentationState, TextObject, Units
from reader.views.screen import ScreenMap
from reader.views.states.applying import placed
from reader.views.strokes import Drawing, Line, drawing_of

_ARM = 5.0
_BETWEEN = 12

RGB = tuple[int, int, int]


@dataclass(frozen=True)
class DrawnGraphic:
    drawing: Drawing
    filled: bool
    colour: RGB | None


@dataclass(frozen=True)
class DrawnText:
    """box: (left, top, right, bottom), None where the text stands beside its anchor. line: from the text to it."""

    lines: tuple[str, ...]
    box: tuple[float, float, float, float] | None
    anchor: Point | None
    line: bool
    align: str
    colour: RGB | None


def drawn_state(
    state: PresentationState, entry: Entry, frame: Frame, view: ScreenMap, but: Collection[str] = frozenset()
) -> tuple[list[DrawnGraphic], list[DrawnText]]:
    """What is drawn over an image, from below. but: tracking UIDs of findings that are drawn themselves."""

    def on_screen(units: Units, point: Point) -> Point:
        return view.to_screen(*placed(frame, state, entry, units, point))

    graphics, texts = [], []
    for one in state.drawn_on(entry):
        for graphic in (graphic for graphic in one.graphics if graphic.tracking_uid not in but):
            points = [on_screen(graphic.units, point) for point in graphic.points]
            graphics.append(DrawnGraphic(_drawing(graphic, points), graphic.filled, one.colour))
        texts += [_text(said, on_screen, one.colour) for said in one.texts if said.tracking_uid not in but]
    return graphics, texts


def _drawing(graphic: Graphic, points: Sequence[Point]) -> Drawing:
    if graphic.kind is GraphicType.POINT:
        (x, y), arm = points[0], _ARM
        cross = (Line(((x - arm, y), (x + arm, y))), Line(((x, y - arm), (x, y + arm))))
        return Drawing(cross, points[0])
    if graphic.kind is GraphicType.CIRCLE:
        return drawing_of(ShapeKind.CIRCLE, points)
    if graphic.kind is GraphicType.ELLIPSE:
        return drawing_of(ShapeKind.ELLIPSE, points)
    closed = len(points) > 3 and graphic.points[0] == graphic.points[-1]
    through = tuple(points[:-1]) if closed else tuple(points)
    if graphic.kind is GraphicType.INTERPOLATED and len(through) > 2:
        through = curve(through, closed=closed)
    return Drawing((Line(through, closed),), points[0])


def curve(points: Sequence[Point], *, closed: bool) -> tuple[Point, ...]:
    """A smooth line through points (Catmull and Rom, 1974); closed: back to the first."""
    at = np.asarray(points, dtype=np.float64)
    before, after = (at[-1], at[:2]) if closed else (2 * at[0] - at[1], 2 * at[-1:] - at[-2:-1])
    at = np.vstack((before, at, after))
    t = np.linspace(0.0, 1.0, _BETWEEN, endpoint=False)[:, np.newaxis]
    found = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(at, at[1:], at[2:], at[3:], strict=False)
    ]
    through = np.vstack(found) if closed else np.vstack((*found, at[-2]))
    return tuple((float(x), float(y)) for x, y in through)


def _text(written: TextObject, on_screen: Callable[[Units, Point], Point], colour: RGB | None) -> DrawnText:
    box = None
    if written.box is not None:
        (x, y), (u, v) = (on_screen(written.box_units, corner) for corner in written.box)
        box = (min(x, u), min(y, v), max(x, u), max(y, v))
    anchor = on_screen(written.anchor_units, written.anchor) if written.anchor is not None else None
    return DrawnText(written.lines, box, anchor, written.line, written.align, colour)
