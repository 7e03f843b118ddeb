"""Words at a place of an image. They measure nothing."""

from __future__ import annotations

from collections.abc import Sequence

from reader.core.text import mark
from reader.findings import annotation
from reader.findings.model import ShapeKind
from reader.views.strokes import Drawing, Oval, Point
from reader.views.tools.annotation_tool import AnnotationTool

_DOT = 2.0


class TextTool(AnnotationTool):
    """Its place is a small dot, by which it is dragged."""

    id, title, icon, key = "text", mark("Text"), "type", ""
    letter = "T"
    points, kind, shape_points = 1, ShapeKind.POINT, 1
    annotates = about = annotation.TEXT
    concepts = frozenset((annotation.TEXT,))

    def drawing(self, points: Sequence[Point]) -> Drawing:
        return Drawing((Oval(points[0], (_DOT, 0.0), (0.0, _DOT)),), points[0], tuple(points))


TEXT = TextTool()
