"""A tool that draws a closed shape: its area, the length of its outline, and the values of the pixels in it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

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

Place = NDArray[np.float64]

_LINES = 1024


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
    """Area and perimeter of a polygon: by the shoelace formula, crossing itself of all that it goes round."""
    x, y = scale.flat @ np.asarray(outline, dtype=np.float64).T
    x, y = x - x[0], y - y[0]
    area = abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
    signed, gone_round = _by_lines(x, y)
    crosses = abs(gone_round - abs(signed)) > 1e-6 * gone_round
    return gone_round if crosses else area, scale.length([*outline, outline[0]])


def _by_lines(x: Place, y: Place) -> tuple[float, float]:
    """Of `_LINES` even lines across a polygon: the sum of what is to the left of its edges, up minus down, and of
    what lies between edges where it has gone round once or more; both as areas."""
    height = float(np.ptp(y)) / _LINES
    if height <= 0:
        return 0.0, 0.0
    lines = y.min() + (np.arange(_LINES) + 0.5) * height
    to_x, to_y = np.roll(x, -1), np.roll(y, -1)
    first = np.searchsorted(lines, np.minimum(y, to_y))
    count = np.searchsorted(lines, np.maximum(y, to_y)) - first
    edge = np.repeat(np.arange(len(x)), count)
    line = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + first[edge]
    place = x[edge] + (lines[line] - y[edge]) * (to_x - x)[edge] / (to_y - y)[edge]
    way = np.where((to_y > y)[edge], 1, -1)
    order = np.lexsort((place, line))
    place, way = place[order], way[order]
    round_ = np.cumsum(way)[:-1] != 0
    return float(place @ way) * height, float(np.diff(place)[round_].sum()) * height
