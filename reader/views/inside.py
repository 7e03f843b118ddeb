"""Which pixels belong to a closed shape: those whose centre lies in it or on its outline.

One rule for every shape and every number made from it. "On" is within `TOLERANCE` of a pixel, because an outline
that went through millimetres, a turned view or the single precision of Graphic Data (0070,0022) comes back a little
beside where it was: without it a pixel on the edge would count or not by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from reader.findings.model import ShapeKind

TOLERANCE = 1e-3
"""In pixels; 30 times the rounding of single precision at column 500, and nothing that a hand could mean."""

Pixel = tuple[float, float]


def inside(
    kind: ShapeKind, outline: Sequence[Pixel], rows: int, columns: int
) -> tuple[slice, slice, NDArray[np.bool_]]:
    """The box of a shape in a picture of this size, as rows and columns, and which of its pixels belong to it.

    outline: (column, row) of the ends of two axes of an ELLIPSE, or the corners of a POLYGON; centres of pixels are
    whole numbers. Raises ValueError for a shape that is not closed.
    """
    points = np.asarray(outline, dtype=np.float64)
    if kind is ShapeKind.ELLIPSE:
        centre = points.mean(axis=0)
        axes = np.array([(points[1] - points[0]) / 2, (points[3] - points[2]) / 2]).T
        reach = np.hypot(axes[:, 0], axes[:, 1])
        low, high = centre - reach, centre + reach
    elif kind is ShapeKind.POLYGON:
        low, high = points.min(axis=0), points.max(axis=0)
    else:
        raise ValueError(f"a {kind.value} has no inside")
    left, right = max(0, ceil(low[0] - TOLERANCE)), min(columns, floor(high[0] + TOLERANCE) + 1)
    top, bottom = max(0, ceil(low[1] - TOLERANCE)), min(rows, floor(high[1] + TOLERANCE) + 1)
    down, across = slice(top, max(top, bottom)), slice(left, max(left, right))
    y, x = np.mgrid[down, across].astype(np.float64)
    if kind is ShapeKind.POLYGON:
        return down, across, _in_polygon(x, y, points)
    return down, across, _in_ellipse(x - centre[0], y - centre[1], axes)


def _in_ellipse(x: NDArray[np.float64], y: NDArray[np.float64], axes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """x, y from the centre; axes: the half axes as columns. One without area has no inside."""
    if abs(float(np.linalg.det(axes))) < 1e-9:
        return np.zeros(x.shape, dtype=bool)
    inverse = np.linalg.inv(axes)
    u, v = np.tensordot(inverse, np.stack((x, y)), axes=1)
    size = np.hypot(u, v)
    slope = np.hypot(*np.tensordot(inverse.T, np.stack((u, v)), axes=1)) / np.maximum(size, 1e-12)
    return np.asarray(size - 1 <= TOLERANCE * slope)


def _in_polygon(x: NDArray[np.float64], y: NDArray[np.float64], corners: NDArray[np.float64]) -> NDArray[np.bool_]:
    """By the even-odd rule, and on an edge."""
    chosen = np.zeros(x.shape, dtype=bool)
    edge = np.zeros(x.shape, dtype=bool)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y0 != y1:
            crosses = (y0 > y) != (y1 > y)
            chosen ^= crosses & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
        along = np.array((x1 - x0, y1 - y0))
        length = max(float(along @ along), 1e-12)
        t = np.clip(((x - x0) * along[0] + (y - y0) * along[1]) / length, 0, 1)
        edge |= np.hypot(x - x0 - t * along[0], y - y0 - t * along[1]) <= TOLERANCE
    return chosen | edge
