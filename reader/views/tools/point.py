"""A point, and the value of the pixel that it lies in."""

from __future__ import annotations

from collections.abc import Sequence

from reader.core.text import mark
from reader.findings.model import Measurement, ShapeKind
from reader.views.content import Content
from reader.views.planes import Frame
from reader.views.statistics import VALUES, value_at
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.tool import Pixel


class PointTool(MeasuringTool):
    id, title, icon, key = "point", mark("Point with its value"), "locate", ""
    letter = "V"
    group = "shape"
    points, kind, shape_points = 1, ShapeKind.POINT, 1
    concepts = VALUES

    def numbers(
        self, content: Content, frame: Frame, index: int, outline: Sequence[Pixel]
    ) -> tuple[Measurement, ...]:
        return value_at(content, frame, index, outline[0])


POINT = PointTool()
