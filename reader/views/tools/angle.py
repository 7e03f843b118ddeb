"""The angle at the second of three points, of the patient and not of the pixels."""

from __future__ import annotations

from collections.abc import Sequence
from math import acos, degrees

import numpy as np

from reader.core.text import mark
from reader.findings.model import Measurement, ShapeKind
from reader.terms.measures import ANGLE as CONCEPT
from reader.terms.units import DEGREE
from reader.views.content import Content
from reader.views.planes import Frame
from reader.views.scales import scale_at
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.tool import Pixel


class AngleTool(MeasuringTool):
    id, title, icon, key = "angle", mark("Angle"), "angle", "A"
    letter = "A"
    points, kind, shape_points = 3, ShapeKind.POLYLINE, 3
    concepts = frozenset((CONCEPT,))

    def numbers(
        self, content: Content, frame: Frame, index: int, outline: Sequence[Pixel]
    ) -> tuple[Measurement, ...]:
        scale = scale_at(frame, outline)
        sides = [scale.flat @ np.subtract(outline[n], outline[1]) for n in (0, 2)]
        lengths = [float(np.linalg.norm(side)) for side in sides]
        if min(lengths) == 0:
            return (Measurement(CONCEPT, 0.0, DEGREE),)
        cosine = float(np.dot(sides[0], sides[1])) / (lengths[0] * lengths[1])
        return (Measurement(CONCEPT, degrees(acos(min(1.0, max(-1.0, cosine)))), DEGREE),)


ANGLE = AngleTool()
