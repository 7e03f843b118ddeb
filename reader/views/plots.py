"""The values of a picture along a line and in a closed shape, as curves. No Qt; any thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from reader.findings.model import ShapeKind
from reader.views.content import Content
from reader.views.display import there_in
from reader.views.planes import Frame
from reader.views.statistics import grey_values, modality_values, values_in

Pixel = tuple[float, float]
_BINS = 64
_PER_PIXEL = 2
"""Samples along a line."""


@dataclass(frozen=True, eq=False)
class Profile:
    """at: distance from the beginning of the line, in mm where `in_mm`, else in pixels. values: modality values
    there, linear between the pixels; NaN where there is no image."""

    at: NDArray[np.float64]
    values: NDArray[np.float64]
    in_mm: bool


@dataclass(frozen=True, eq=False)
class Histogram:
    """edges: of the bins, one more than there are. counts: pixels in each. low, high: the values that there are."""

    edges: NDArray[np.float64]
    counts: NDArray[np.int64]
    low: float
    high: float


def profile(content: Content, frame: Frame, index: int, line: Sequence[Pixel]) -> Profile | None:
    """Along a line through points (column, row) of picture `index`; None where it has no grey values."""
    picture = grey_values(content, frame, index)
    points = np.asarray(line, dtype=np.float64)
    if picture is None or len(points) < 2:
        return None
    ways = np.diff(points, axis=0)
    pieces = [
        start + np.linspace(0, 1, max(2, ceil(_PER_PIXEL * float(np.hypot(*way))) + 1))[:, np.newaxis] * way
        for start, way in zip(points, ways, strict=False)
    ]
    places = np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
    steps = np.diff(places, axis=0) @ frame.flat.T
    at = np.concatenate(([0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))))
    values = modality_values(content, picture)
    there = there_in(content, frame, index)
    if there is not None:
        values = np.where(there, values, np.nan)
    return Profile(at, _between(values, places), frame.calibration is not None)


def histogram(
    content: Content, frame: Frame, index: int, kind: ShapeKind, outline: Sequence[Pixel]
) -> Histogram | None:
    """Of the pixels of a closed shape; None where none is an image. Whole numbers are never divided."""
    values = values_in(content, frame, index, kind, outline)
    if not values.size:
        return None
    low, high = float(values.min()), float(values.max())
    if np.array_equal(values, np.round(values)):
        width = max(1, ceil((high - low + 1) / _BINS))
        edges = np.arange(low - 0.5, high + 0.5 + width, width)
    else:
        edges = np.linspace(low, high if high > low else low + 1.0, _BINS + 1)
    counts, edges = np.histogram(values, edges)
    return Histogram(edges, counts, low, high)


def _between(values: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Linear between four pixels; NaN beyond the centres of the outermost ones."""
    rows, columns = values.shape
    column, row = places.T
    inside = (column >= 0) & (row >= 0) & (column <= columns - 1) & (row <= rows - 1)
    left = np.clip(np.floor(column).astype(int), 0, max(columns - 2, 0))
    top = np.clip(np.floor(row).astype(int), 0, max(rows - 2, 0))
    right, bottom = np.minimum(left + 1, columns - 1), np.minimum(top + 1, rows - 1)
    x, y = column - left, row - top
    upper = _mixed(values[top, left], values[top, right], x)
    lower = _mixed(values[bottom, left], values[bottom, right], x)
    return np.where(inside, _mixed(upper, lower, y), np.nan)


def _mixed(
    one: NDArray[np.float64], other: NDArray[np.float64], part: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Where nothing of one of them is taken, it does not matter that it is no image."""
    return np.where(part == 0, one, np.where(part == 1, other, one + (other - one) * part))
