"""The mechanical axis of a leg: hip, knee and ankle on a standing radiograph of the whole leg."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import atan2, degrees

from reader.core.text import mark
from reader.findings.model import Measurement, ShapeKind
from reader.terms.measures import AXIS_DEVIATION, HIP_KNEE_ANKLE
from reader.terms.units import DEGREE
from reader.views.content import Content
from reader.views.planes import Frame
from reader.views.scales import scale_at
from reader.views.strokes import Drawing, Line, Point
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.tool import Pixel


class HipKneeTool(MeasuringTool):
    """The angle at the knee between the mechanical axes of femur and tibia (a straight leg has 180°), and how far
    the knee lies off the line from hip to ankle (Paley, Principles of Deformity Correction, 2002)."""

    id, title, icon, key = "hip_knee", mark("Mechanical axis of the leg"), "hip-knee", ""
    letter = "K"
    group = "shape"
    points, kind, shape_points = 3, ShapeKind.POLYLINE, 3
    told_by_numbers = True
    about = HIP_KNEE_ANKLE
    concepts = frozenset((HIP_KNEE_ANKLE, AXIS_DEVIATION))
    steps = (mark("Centre of the femoral head"), mark("Centre of the knee"), mark("Centre of the ankle"))

    def numbers(
        self, content: Content, frame: Frame, index: int, outline: Sequence[Pixel]
    ) -> tuple[Measurement, ...]:
        scale = scale_at(frame, outline)
        (hip_x, hip_y), (knee_x, knee_y), (ankle_x, ankle_y) = (scale.flat @ point for point in outline)
        up, down = (hip_x - knee_x, hip_y - knee_y), (ankle_x - knee_x, ankle_y - knee_y)
        area = float(up[0] * down[1] - up[1] * down[0])
        angle = abs(degrees(atan2(area, float(up[0] * down[0] + up[1] * down[1]))))
        leg = scale.length((outline[0], outline[2]))
        off = abs(area) / leg if leg > 0 else 0.0
        return (
            Measurement(HIP_KNEE_ANKLE, angle, DEGREE),
            Measurement(AXIS_DEVIATION, off, scale.unit, method=scale.method),
        )

    def drawing(self, points: Sequence[Point]) -> Drawing:
        """The two axes, and thinly the line from hip to ankle."""
        return replace(self.unfinished(points), ticks=(Line((points[0], points[2])),))


HIP_KNEE = HipKneeTool()
