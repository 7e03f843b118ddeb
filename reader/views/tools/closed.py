"""A tool that draws a closed shape: its area, the length of its outline, and the values of the pixels in it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from reader.dicom.values import Code
from reader.findings.model import Measurement
from reader.terms.measures import AREA, PERIMETER
from reader.terms.units import PIXELS, SQUARE_MILLIMETRE
from reader.views.content import Content
from reader.views.planes import Frame
from reader.views.scales import Scale, scale_at
from reader.views.statistics import VALUES, statistics_in
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.tool import Pixel


class ClosedTool(MeasuringTool):
    """The numbers are of the patient, however high and wide the pixels are. length: what is told after the area."""

    length: ClassVar[Code] = PERIMETER
    concepts = VALUES | {AREA, PERIMETER}

    @abstractmethod
    def size(self, scale: Scale, outline: Sequence[Pixel]) -> tuple[float, float]:
        """Area and `length` in the units of the scale."""

    def numbers(
        self, content: Content, frame: Frame, index: int, outline: Sequence[Pixel]
    ) -> tuple[Measurement, ...]:
        scale = scale_at(frame, outline)
        area, length = self.size(scale, outline)
        square = SQUARE_MILLIMETRE if scale.in_mm else PIXELS
        return (
            Measurement(AREA, area, square, method=scale.method),
            *statistics_in(content, frame, index, self.kind, outline),
            Measurement(self.length, length, scale.unit, method=scale.method),
        )


def polygon_size(scale: Scale, outline: Sequence[Pixel]) -> tuple[float, float]:
    """Area and perimeter of a polygon; of one that crosses itself the area is what remains (shoelace formula)."""
    x, y = scale.flat @ np.asarray(outline, dtype=np.float64).T
    x, y = x - x[0], y - y[0]
    area = abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
    return area, scale.length([*outline, outline[0]])
