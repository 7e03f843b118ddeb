"""The length along a line of several points, or along a curve that is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from reader.core.text import mark
from reader.findings.model import Measurement, ShapeKind
from reader.terms.measures import PATH_LENGTH
from reader.views.content import Content
from reader.views.planes import Frame
from reader.views.scales import scale_at
from reader.views.tools.many_points import ManyPoints
from reader.views.tools.tool import Pixel


class PathTool(ManyPoints):
    id, title, icon, key = "path", mark("Length along a line"), "spline", ""
    letter = "N"
    group = "shape"
    points, kind, shape_points = 2, ShapeKind.POLYLINE, 2
    concepts = frozenset((PATH_LENGTH,))

    def numbers(
        self, content: Content, frame: Frame, index: int, outline: Sequence[Pixel]
    ) -> tuple[Measurement, ...]:
        scale = scale_at(frame, outline)
        return (Measurement(PATH_LENGTH, scale.length(outline), scale.unit, method=scale.method),)


PATH = PathTool()
