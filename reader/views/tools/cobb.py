"""The angle between two lines that don't meet, as of the end plates of two vertebrae (Cobb)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import acos, degrees

import numpy as np
from numpy.typing import NDArray

from reader.core.text import mark
from reader.findings.model import Measurement, ShapeKind
from reader.terms.measures import COBB_ANGLE
from reader.terms.units import DEGREE
from reader.views.content import Content
from reader.views.planes import Frame
from reader.views.scales import scale_at
from reader.views.strokes import Drawing, Line, Point, anchor_of
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.tool import Pixel

Place = NDArray[np.float64]


class CobbTool(MeasuringTool):
    """Four points: one line from the first to the second, the other from the third to the fourth.

    Whichever way each is drawn, they are taken to run to the same side of the spine: 0° to 180°.
    """

    id, title, icon, key = "cobb", mark("Cobb angle"), "cobb", ""
    group = "shape"
    points, kind, shape_points = 4, ShapeKind.POLYLINE, 4
    concepts = frozenset((COBB_ANGLE,))

    def numbers(
        self, content: Content, frame: Frame, index: int, outline: Sequence[Pixel]
    ) -> tuple[Measurement, ...]:
        a, b, c, d = (scale_at(frame, outline).flat @ np.asarray(outline, dtype=np.float64).T).T
        if _meet(a, c, b, d):
            c, d = d, c
        lengths = float(np.linalg.norm(b - a) * np.linalg.norm(d - c))
        cosine = float(np.dot(b - a, d - c)) / lengths if lengths > 0 else 1.0
        return (Measurement(COBB_ANGLE, degrees(acos(max(-1.0, min(1.0, cosine)))), DEGREE),)

    def drawing(self, points: Sequence[Point]) -> Drawing:
        """The two lines, and thinly what joins their middles."""
        first, second = points[:2], points[2:]
        return replace(self.unfinished(points), ticks=(Line((_middle(first), _middle(second))),))

    def unfinished(self, points: Sequence[Point]) -> Drawing:
        lines = tuple(Line(tuple(points[n : n + 2])) for n in (0, 2) if points[n : n + 2])
        return Drawing(lines, anchor_of(points), tuple(points))


def _meet(a: Place, b: Place, c: Place, d: Place) -> bool:
    """Whether the way from a to b crosses that from c to d."""

    def side(p: Place, q: Place, r: Place) -> float:
        return float((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def _middle(line: Sequence[Point]) -> Point:
    (x, y), (other_x, other_y) = line
    return (x + other_x) / 2, (y + other_y) / 2


COBB = CobbTool()
