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
    if kind is ShapeKind.POLYGON:
        size = down.stop - down.start, across.stop - across.start
        return down, across, _in_polygon(points - (left, top), *size)
    x, y = (np.arange(part.start, part.stop, dtype=np.float64) for part in (across, down))
    return down, across, _in_ellipse(x - centre[0], y - centre[1], axes)


def _in_ellipse(x: NDArray[np.float64], y: NDArray[np.float64], axes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """x of each column and y of each row from the centre; axes: the half axes as columns. One without area has no
    inside. Row by row: only pixels at the outline are looked at one by one."""
    found = np.zeros((len(y), len(x)), dtype=bool)
    if abs(float(np.linalg.det(axes))) < 1e-9 or not found.size:
        return found
    inverse = np.asarray(np.linalg.inv(axes), dtype=np.float64)
    narrow = float(np.linalg.svd(axes, compute_uv=False)[1])
    least, most = _rows_of(inverse, x[0], y, 1.0), _rows_of(inverse, x[0], y, 1.0 + 1.01 * TOLERANCE / narrow)
    columns = np.arange(len(x))
    found |= (columns >= least[0][:, np.newaxis]) & (columns <= least[1][:, np.newaxis])
    row, column = _whole_numbers(most[0], np.where(least[0] <= least[1], least[0] - 1, most[1]), len(x))
    more, further = _whole_numbers(np.where(least[0] <= least[1], least[1] + 1, 1.0), most[1], len(x))
    row, column = np.concatenate((row, more)), np.concatenate((column, further))
    found[row, column] |= _at_ellipse(x[column], y[row], inverse)
    return found


def _rows_of(
    inverse: NDArray[np.float64], left: float, y: NDArray[np.float64], size: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The first and the last column of each row in an ellipse so many times as large; the first is the larger one
    where there is none."""
    square, mixed, other = (inverse.T @ inverse)[[0, 0, 1], [0, 1, 1]]
    root = (mixed * y) ** 2 - square * (other * y**2 - size**2)
    half = np.sqrt(np.maximum(root, 0.0)) / square
    middle = -mixed * y / square - left
    first, last = np.ceil(middle - half), np.floor(middle + half)
    return np.where(root < 0, 1.0, first), np.where(root < 0, 0.0, last)


def _at_ellipse(x: NDArray[np.float64], y: NDArray[np.float64], inverse: NDArray[np.float64]) -> NDArray[np.bool_]:
    u, v = inverse @ np.stack((x, y))
    size = np.hypot(u, v)
    slope = np.hypot(*(inverse.T @ np.stack((u, v)))) / np.maximum(size, 1e-12)
    return np.asarray(size - 1 <= TOLERANCE * slope)


def _in_polygon(corners: NDArray[np.float64], rows: int, columns: int) -> NDArray[np.bool_]:
    """What the outline goes round, and its edges; where it crosses itself all that it goes round once or more. The
    work grows with the length of the outline, not with its corners.

    corners: (column, row) from the first pixel of the box.
    """
    return _between(corners, rows, columns) | _on_an_edge(corners, rows, columns)


def _between(corners: NDArray[np.float64], rows: int, columns: int) -> NDArray[np.bool_]:
    """Where the edges to the left in the same row do not go down as often as up."""
    start, end = corners, np.roll(corners, -1, axis=0)
    low, high = np.minimum(start[:, 1], end[:, 1]), np.maximum(start[:, 1], end[:, 1])
    edge, row = _whole_numbers(np.ceil(low), np.ceil(high) - 1, rows)
    (x0, y0), (x1, y1) = start[edge].T, end[edge].T
    column = np.ceil(x0 + (row - y0) * (x1 - x0) / (y1 - y0)).clip(0, columns).astype(np.intp)
    turns = np.zeros((rows, columns + 1), dtype=np.int32)
    np.add.at(turns, (row, column), np.where(end[edge, 1] > start[edge, 1], 1, -1))
    return np.asarray(np.add.accumulate(turns[:, :-1], axis=1, out=turns[:, :-1]) != 0)


def _on_an_edge(corners: NDArray[np.float64], rows: int, columns: int) -> NDArray[np.bool_]:
    """Along the longer side of each edge, the pixel nearest to it at every whole number, where it is on it."""
    found = np.zeros((rows, columns), dtype=bool)
    start, end = corners, np.roll(corners, -1, axis=0)
    steep = np.abs(end - start)[:, 1] > np.abs(end - start)[:, 0]
    for along, across, size, chosen in ((0, 1, columns, ~steep), (1, 0, rows, steep)):
        first, last = start[chosen], end[chosen]
        low, high = np.minimum(first[:, along], last[:, along]), np.maximum(first[:, along], last[:, along])
        edge, at = _whole_numbers(np.ceil(low - TOLERANCE), np.floor(high + TOLERANCE), size)
        origin, way = first[edge], (last - first)[edge]
        length = np.maximum((way**2).sum(axis=1), 1e-12)
        share = np.clip((at - origin[:, along]) * way[:, along] / np.maximum(way[:, along] ** 2, 1e-12), 0, 1)
        near = np.rint(origin[:, across] + share * way[:, across])
        pixel = np.empty_like(origin)
        pixel[:, along], pixel[:, across] = at, near
        share = np.clip(((pixel - origin) * way).sum(axis=1) / length, 0, 1)
        apart = np.hypot(*(pixel - origin - share[:, np.newaxis] * way).T)
        column, row = pixel[apart <= TOLERANCE].astype(np.intp).T
        there = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        found[row[there], column[there]] = True
    return found


def _whole_numbers(
    first: NDArray[np.float64], last: NDArray[np.float64], size: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Those from `first` to `last` of each edge that are below `size` and not below 0: of which edge, and which."""
    low, high = first.clip(0, None).astype(np.intp), last.clip(None, size - 1).astype(np.intp)
    count = (high - low + 1).clip(0, None)
    edge = np.repeat(np.arange(len(count)), count)
    begin = np.repeat(np.cumsum(count) - count, count)
    return edge, np.arange(len(edge)) - begin + low[edge]
