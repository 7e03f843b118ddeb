"""An ellipse, dragged from corner to corner of the box around it: its area, and the values of the pixels in it."""

from __future__ import annotations

from collections.abc import Sequence
from math import pi, sqrt

import numpy as np

from reader.core.text import mark
from reader.findings.model import ShapeKind
from reader.views.planes import Frame
from reader.views.scales import Scale, scale_at
from reader.views.tools.closed import ClosedTool
from reader.views.tools.tool import Pixel


class EllipseTool(ClosedTool):
    """Its shape has the ends of the major axis, then those of the minor one (PS3.3 C.18.6.1.2)."""

    id, title, icon, key = "ellipse", mark("Ellipse"), "circle-dashed", "E"
    letter = "E"
    points, kind, shape_points = 2, ShapeKind.ELLIPSE, 4

    def outline(self, frame: Frame, points: Sequence[Pixel]) -> list[Pixel]:
        if len(points) == self.shape_points:
            return _main_axes(frame, points)
        (c0, r0), (c1, r1) = points
        c, r, a, b = (c0 + c1) / 2, (r0 + r1) / 2, abs(c1 - c0) / 2, abs(r1 - r0) / 2
        return _main_axes(frame, [(c - a, r), (c + a, r), (c, r - b), (c, r + b)])

    def size(self, scale: Scale, outline: Sequence[Pixel]) -> tuple[float, float]:
        """The perimeter by Ramanujan's second formula, better than 0.01 % up to axes of 10 : 1."""
        axes = scale.flat @ np.subtract(outline[1::2], outline[::2]).T / 2
        a, b = np.hypot(*axes)
        h = float(((a - b) / (a + b)) ** 2) if a + b > 0 else 0.0
        around = pi * float(a + b) * (1 + 3 * h / (10 + sqrt(4 - 3 * h)))
        return pi * abs(float(np.linalg.det(axes))), around

    def moved(self, frame: Frame, outline: Sequence[Pixel], handle: int, to: Pixel) -> list[Pixel]:
        """The centre stays, the other axis keeps its length in mm, and both stay at right angles in the patient,
        however high and wide the pixels are."""
        moved = super().moved(frame, outline, handle, to)
        points = np.asarray(outline)
        centre = points.mean(axis=0)
        first, second = (2, 3) if handle < 2 else (0, 1)
        flat = scale_at(frame, outline).flat
        reach = float(np.linalg.norm(flat @ (points[second] - points[first]))) / 2
        across, down = flat @ (np.asarray(to) - centre)
        along = float(np.hypot(across, down))
        if along > 0:
            side = np.linalg.solve(flat, np.array((-down, across)) / along * reach)
            ends = {handle ^ 1: 2 * centre - to, first: centre + side, second: centre - side}
            for number, (column, row) in ends.items():
                moved[number] = (float(column), float(row))
        return moved


def _main_axes(frame: Frame, outline: Sequence[Pixel]) -> list[Pixel]:
    """The ends of an ellipse's major axis, then of its minor one, from those of any two of its conjugate diameters:
    what is drawn over slanted pixels has no right angles in the patient."""
    points = np.asarray(outline, dtype=np.float64)
    flat = scale_at(frame, outline).flat
    axes = flat @ ((points[1::2] - points[::2]) / 2).T
    sizes = np.hypot(*axes)
    if abs(float(axes[:, 0] @ axes[:, 1])) <= 1e-6 * float(sizes @ sizes):
        return [*outline] if sizes[0] >= sizes[1] else [*outline[2:], *outline[:2]]
    directions, sizes, _ = np.linalg.svd(axes)
    centre, halves = points.mean(axis=0), np.linalg.solve(flat, directions * sizes).T
    ends = (centre + sign * half for half in halves for sign in (-1, 1))
    return [(float(column), float(row)) for column, row in ends]


ELLIPSE = EllipseTool()
