"""An arrow to what is meant, with words at its other end. It measures nothing."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from reader.core.text import mark
from reader.findings import annotation
from reader.findings.model import ShapeKind
from reader.views.strokes import Drawing, Line, Point
from reader.views.tools.annotation_tool import AnnotationTool

_HEAD, _HALF = 11.0, 4.5


class ArrowTool(AnnotationTool):
    """Its first point is its tip, as it is set first."""

    id, title, icon, key = "arrow", mark("Arrow"), "move-up-left", ""
    letter = "W"
    points, kind, shape_points = 2, ShapeKind.POLYLINE, 2
    annotates = about = annotation.ARROW
    concepts = frozenset((annotation.ARROW,))

    def drawing(self, points: Sequence[Point]) -> Drawing:
        (x, y), (tail_x, tail_y) = points
        length = hypot(tail_x - x, tail_y - y)
        lines = [Line(tuple(points))]
        if length > 0:
            along = ((tail_x - x) / length, (tail_y - y) / length)
            foot = (x + along[0] * _HEAD, y + along[1] * _HEAD)
            side = (-along[1] * _HALF, along[0] * _HALF)
            wings = ((foot[0] + side[0], foot[1] + side[1]), (foot[0] - side[0], foot[1] - side[1]))
            lines.append(Line((wings[0], (x, y), wings[1])))
        return Drawing(tuple(lines), (tail_x, tail_y), tuple(points))

    def unfinished(self, points: Sequence[Point]) -> Drawing:
        return self.drawing(points)


ARROW = ArrowTool()
