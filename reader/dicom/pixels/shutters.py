"""Display shutters: what lies outside the exposed field is covered (PS3.3 C.7.6.11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reader.dicom.attributes import Attributes, whole

FAR = 1e6
MAX_VERTICES = 4096


@dataclass(frozen=True, slots=True)
class Shutter:
    """The parts of it that the object names; a pixel is seen where all of them let it through.

    rectangle: (left, right, top, bottom), columns and rows from 1, both ends seen. circle: (row, column, radius
    in columns), from 1. polygon: (row, column) of each vertex, from 1. grey: what covers the rest, 0 to 255.
    """

    rectangle: tuple[int, int, int, int] | None = None
    circle: tuple[float, float, float] | None = None
    polygon: tuple[tuple[float, float], ...] = ()
    grey: int = 0

    def covered(self, rows: int, columns: int, tall: float = 1.0) -> NDArray[np.bool_]:
        """[row, column]: what is not to be seen. tall: height of a pixel by its width (for the circle)."""
        seen = np.ones((rows, columns), np.bool_)
        if self.rectangle is not None:
            left, right, top, bottom = self.rectangle
            seen[: max(0, top - 1)] = seen[max(0, bottom) :] = False
            seen[:, : max(0, left - 1)] = seen[:, max(0, right) :] = False
        if self.circle is not None:
            row, column, radius = self.circle
            down = (np.arange(1, rows + 1) - row) * tall
            across = np.arange(1, columns + 1) - column
            seen &= down[:, np.newaxis] ** 2 + across**2 <= radius**2
        if self.polygon:
            seen &= _inside(self.polygon, rows, columns)
        return ~seen


def _inside(vertices: tuple[tuple[float, float], ...], rows: int, columns: int) -> NDArray[np.bool_]:
    """Pixels (from 1) whose centres lie in a polygon or on its left or right edge, even-odd, row by row."""
    inside = np.zeros((rows, columns), np.bool_)
    start = np.array(vertices)
    end = np.roll(start, -1, axis=0)
    sloped = start[:, 0] != end[:, 0]
    start, end = start[sloped], end[sloped]
    low, high = np.minimum(start[:, 0], end[:, 0]), np.maximum(start[:, 0], end[:, 0])
    step = (end[:, 1] - start[:, 1]) / (end[:, 0] - start[:, 0])
    for row in range(rows):
        y = row + 1
        met = (low <= y) & ((y < high) | ((y == high) & (y == rows)))
        crossings = np.sort(start[met, 1] + (y - start[met, 0]) * step[met])
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            inside[row, max(0, int(np.ceil(left)) - 1) : max(0, int(np.floor(right)))] = True
    return inside


def _near(places: Sequence[float]) -> bool:
    """Numbers that can be places in or around an image."""
    return all(-FAR <= place <= FAR for place in places)


def shutter(source: Attributes) -> Shutter | None:
    """The shutter that these attributes describe; None where there is none that can be drawn."""
    if not source.has(0x00181600):
        return None
    shapes = {shape.upper() for shape in source.texts(0x00181600)}
    rectangle = circle = None
    polygon: tuple[tuple[float, float], ...] = ()
    if "RECTANGULAR" in shapes:
        edges = [whole(source, tag, -1) for tag in (0x00181602, 0x00181604, 0x00181606, 0x00181608)]
        if edges[0] <= edges[1] and edges[2] <= edges[3] and edges[1] > 0 and edges[3] > 0:
            rectangle = (edges[0], edges[1], edges[2], edges[3])
    if "CIRCULAR" in shapes:
        centre, radius = source.numbers(0x00181610), source.numbers(0x00181612)
        if len(centre) == 2 and radius and 0 < radius[0] <= FAR and _near(centre):
            circle = (centre[0], centre[1], radius[0])
    if "POLYGONAL" in shapes:
        flat = source.numbers(0x00181620)
        if 6 <= len(flat) <= 2 * MAX_VERTICES and _near(flat):
            polygon = tuple(zip(flat[::2], flat[1::2], strict=False))
    if rectangle is None and circle is None and not polygon:
        return None
    return Shutter(rectangle, circle, polygon, min(max(whole(source, 0x00181622), 0), 0xFFFF) >> 8)
