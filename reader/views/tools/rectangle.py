"""A rectangle, dragged from corner to corner."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reader.core.text import mark
from reader.findings.model import Shape, ShapeKind
from reader.views.planes import Frame
from reader.views.scales import Scale
from reader.views.tools.closed import ClosedTool, polygon_size
from reader.views.tools.tool import Pixel

_SQUARE = 1e-3
"""The cosine of a right angle, after a way through millimetres and single precision."""


class RectangleTool(ClosedTool):
    """Its shape has the four corners, one after the other."""

    id, title, icon, key = "rectangle", mark("Rectangle"), "square-dashed", ""
    letter = "R"
    group = "shape"
    points, kind, shape_points = 2, ShapeKind.POLYGON, 4

    def outline(self, frame: Frame, points: Sequence[Pixel]) -> list[Pixel]:
        if len(points) == self.shape_points:
            return list(points)
        (left, top), (right, bottom) = points
        return [(left, top), (right, top), (right, bottom), (left, bottom)]

    def size(self, scale: Scale, outline: Sequence[Pixel]) -> tuple[float, float]:
        return polygon_size(scale, outline)

    def moved(self, frame: Frame, outline: Sequence[Pixel], handle: int, to: Pixel) -> list[Pixel]:
        """The opposite corner stays, and so do the directions of the sides."""
        corners = np.asarray(outline, dtype=np.float64)
        before, after, opposite = (handle - 1) % 4, (handle + 1) % 4, (handle + 2) % 4
        sides = np.column_stack((corners[before] - corners[opposite], corners[after] - corners[opposite]))
        if abs(float(np.linalg.det(sides))) < 1e-9:  # dragged flat before: it has no directions but the picture's
            sides = np.eye(2) if before % 2 else np.eye(2)[::-1]
        along = np.linalg.solve(sides, np.asarray(to) - corners[opposite])
        moved = list(outline)
        moved[handle] = to
        for corner, side, share in zip((before, after), sides.T, along, strict=True):
            column, row = corners[opposite] + share * side
            moved[corner] = (float(column), float(row))
        return moved

    def draws(self, shape: Shape) -> bool:
        if not super().draws(shape):
            return False
        points = np.asarray(shape.points, dtype=np.float64)
        sides = np.roll(points, -1, axis=0) - points
        lengths = np.maximum(np.linalg.norm(sides, axis=1), 1e-12)
        turns = np.einsum("ij,ij->i", sides, np.roll(sides, -1, axis=0)) / (lengths * np.roll(lengths, -1))
        return bool(np.all(np.abs(turns) < _SQUARE))


RECTANGLE = RectangleTool()
