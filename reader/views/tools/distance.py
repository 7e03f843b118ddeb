"""A distance between two points: mm where calibrated, and along an axis of an ultrasound region what that means."""

from __future__ import annotations

from collections.abc import Sequence

from reader.core.text import mark
from reader.findings.model import Measurement, ShapeKind
from reader.terms.measures import DIFFERENCE, LENGTH, TIME, VELOCITY
from reader.views.content import Content
from reader.views.planes import Frame
from reader.views.scales import scale_at
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.tool import Pixel

_ALONG = {"mm": LENGTH, "s": TIME, "cm/s": VELOCITY}


class DistanceTool(MeasuringTool):
    id, title, icon, key = "distance", mark("Distance"), "ruler", "D"
    letter = "D"
    points, kind, shape_points = 2, ShapeKind.POLYLINE, 2
    concepts = frozenset((LENGTH, TIME, VELOCITY, DIFFERENCE))

    def numbers(
        self, content: Content, frame: Frame, index: int, outline: Sequence[Pixel]
    ) -> tuple[Measurement, ...]:
        first, second = outline
        scale = scale_at(frame, outline)
        axis = scale.axis(first, second)
        if axis is not None:
            apart = max(abs(second[0] - first[0]), abs(second[1] - first[1]))
            return (Measurement(_ALONG.get(axis.unit.value, DIFFERENCE), apart * axis.size, axis.unit),)
        return (Measurement(LENGTH, scale.length(outline), scale.unit, method=scale.method),)


DISTANCE = DistanceTool()
