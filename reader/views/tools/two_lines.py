"""A tool that draws two lines: four points, one line from the first to the second, the other from the third to the
fourth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import acos, degrees
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from reader.dicom.values import Code
from reader.findings.model import Measurement, ShapeKind
from reader.terms.units import DEGREE
from reader.views.content import Content
from reader.views.planes import Frame
from reader.views.scales import scale_at
from reader.views.strokes import Drawing, Line, Point, anchor_of, measured_ends
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.tool import Pixel

Place = NDArray[np.float64]


class TwoLinesTool(MeasuringTool):
    """Its lines are drawn apart, each with the ends of what is measured."""

    group = "shape"
    points, kind, shape_points = 4, ShapeKind.POLYLINE, 4
    starts = frozenset((0, 2))
    told_by_numbers = True

    def drawing(self, points: Sequence[Point]) -> Drawing:
        return replace(self.unfinished(points), ticks=(*measured_ends(points[:2]), *measured_ends(points[2:])))

    def unfinished(self, points: Sequence[Point]) -> Drawing:
        lines = tuple(Line(tuple(points[n : n + 2])) for n in (0, 2) if points[n : n + 2])
        return Drawing(lines, anchor_of(points), tuple(points))


class AngleOfLines(TwoLinesTool):
    """The angle between them, 0° to 180°: whichever way each is drawn, they are taken to run to the same side, as
    those through the end plates of vertebrae do. Of lines that cross there is no side: the smaller angle."""

    concept: ClassVar[Code]

    def numbers(
        self, content: Content, frame: Frame, index: int, outline: Sequence[Pixel]
    ) -> tuple[Measurement, ...]:
        a, b, c, d = (scale_at(frame, outline).flat @ np.asarray(outline, dtype=np.float64).T).T
        if _meet(a, c, b, d):
            c, d = d, c
        lengths = float(np.linalg.norm(b - a) * np.linalg.norm(d - c))
        cosine = float(np.dot(b - a, d - c)) / lengths if lengths > 0 else 1.0
        if _meet(a, b, c, d):
            cosine = abs(cosine)
        return (Measurement(self.concept, degrees(acos(max(-1.0, min(1.0, cosine)))), DEGREE),)

    def drawing(self, points: Sequence[Point]) -> Drawing:
        """The two lines, and thinly what joins their middles."""
        joint = Line((_middle(points[:2]), _middle(points[2:])))
        return replace(self.unfinished(points), ticks=(joint,))


def _meet(a: Place, b: Place, c: Place, d: Place) -> bool:
    """Whether the way from a to b crosses that from c to d."""

    def side(p: Place, q: Place, r: Place) -> float:
        return float((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def _middle(line: Sequence[Point]) -> Point:
    (x, y), (other_x, other_y) = line
    return (x + other_x) / 2, (y + other_y) / 2
