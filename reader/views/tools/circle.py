"""A circle about the point where the drag begins."""

from __future__ import annotations

from collections.abc import Sequence
from math import pi

import numpy as np
from numpy.typing import NDArray

from reader.core.text import mark
from reader.findings.model import Shape
from reader.terms.measures import AREA, RADIUS
from reader.views.planes import Frame
from reader.views.scales import Scale, scale_at
from reader.views.statistics import VALUES
from reader.views.tools.ellipse import EllipseTool
from reader.views.tools.tool import Pixel

_ROUND = 1e-3
"""How much of one axis the other may differ, after a way through millimetres and single precision."""


class CircleTool(EllipseTool):
    """An ellipse of two equal axes, of the patient: where pixels are not square it is no circle of theirs, and an
    SR has no circle in space (PS3.3 C.18.9)."""

    id, title, icon, key = "circle", mark("Circle"), "circle", ""
    letter = "C"
    group = "shape"
    length = RADIUS
    concepts = VALUES | {AREA, RADIUS}

    def outline(self, frame: Frame, points: Sequence[Pixel]) -> list[Pixel]:
        if len(points) == self.shape_points:
            return list(points)
        return _about(frame, np.asarray(points[0]), points[1])

    def size(self, scale: Scale, outline: Sequence[Pixel]) -> tuple[float, float]:
        radius = float(np.linalg.norm(scale.flat @ np.subtract(outline[1], outline[0]))) / 2
        return pi * radius**2, radius

    def moved(self, frame: Frame, outline: Sequence[Pixel], handle: int, to: Pixel) -> list[Pixel]:
        """The centre stays, all points go as far from it as the one that is dragged, and keep their directions."""
        points = np.asarray(outline, dtype=np.float64)
        centre, flat = points.mean(axis=0), scale_at(frame, outline).flat
        before = float(np.linalg.norm(flat @ (points[handle] - centre)))
        if before == 0:
            return _about(frame, centre, to)
        share = float(np.linalg.norm(flat @ (np.asarray(to) - centre))) / before
        return [(float(column), float(row)) for column, row in centre + (points - centre) * share]

    def draws(self, shape: Shape) -> bool:
        if not super().draws(shape):
            return False
        if not shape.in_patient:
            return True  # how high its pixels are is not known here; its radius tells it from an ellipse
        points = np.asarray(shape.points, dtype=np.float64)
        first, second = np.linalg.norm(points[1::2] - points[::2], axis=1)
        return bool(abs(first - second) <= _ROUND * max(first, second))


def _about(frame: Frame, centre: NDArray[np.float64], rim: Pixel) -> list[Pixel]:
    """Its points to the left and right of a centre, above and below it."""
    flat = scale_at(frame, [(float(centre[0]), float(centre[1])), rim]).flat
    radius = float(np.linalg.norm(flat @ (np.asarray(rim) - centre)))
    across, down = np.linalg.solve(flat, np.eye(2) * radius).T
    ends = (centre - across, centre + across, centre - down, centre + down)
    return [(float(column), float(row)) for column, row in ends]


CIRCLE = CircleTool()
