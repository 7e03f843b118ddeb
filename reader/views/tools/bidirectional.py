"""The longest diameter of a lesion in a picture, and the longest at right angles to it (RECIST 1.1, WHO)."""

from __future__ import annotations

from collections.abc import Sequence
from math import dist

import numpy as np
from numpy.typing import NDArray

from reader.core.text import mark
from reader.findings.model import Measurement
from reader.terms.measures import LONG_AXIS, SHORT_AXIS
from reader.views.content import Content
from reader.views.planes import Frame
from reader.views.scales import scale_at
from reader.views.tools.tool import Pixel
from reader.views.tools.two_lines import TwoLinesTool

_SHORTEST = 1.0
"""In pixels of the picture."""


class BidirectionalTool(TwoLinesTool):
    """The second line is kept at right angles to the first in the patient, however it is drawn; the longer of the
    two is the long axis."""

    id, title, icon, key = "bidirectional", mark("Long and short axis"), "bidirectional", ""
    letter = "L"
    concepts = frozenset((LONG_AXIS, SHORT_AXIS))

    def is_void(self, frame: Frame, placed: Sequence[Pixel]) -> bool:
        """Also a second line along the first: nothing of it is at right angles."""
        _, _, start, end = self.outline(frame, placed)
        return dist(start, end) < _SHORTEST

    def outline(self, frame: Frame, points: Sequence[Pixel]) -> list[Pixel]:
        flat = scale_at(frame, points).flat
        first, last, start, end = places = _places(flat, points[:4])
        along = _direction(first, last)
        if along is not None:
            end = end - along * float((end - start) @ along)
        if np.hypot(*(end - start)) > np.hypot(*(last - first)):
            places = np.array((start, end, first, last))
        else:
            places = np.array((first, last, start, end))
        return _pixels(flat, places)

    def moved(self, frame: Frame, outline: Sequence[Pixel], handle: int, to: Pixel) -> list[Pixel]:
        """An end of the short axis takes the other end along, so that only its length and place change."""
        points = super().moved(frame, outline, handle, to)
        if handle == 3:
            flat = scale_at(frame, points).flat
            first, last, start, end = _places(flat, points)
            along = _direction(first, last)
            if along is not None:
                start = start + along * float((end - start) @ along)
                points = _pixels(flat, np.array((first, last, start, end)))
        return points

    def numbers(
        self, content: Content, frame: Frame, index: int, outline: Sequence[Pixel]
    ) -> tuple[Measurement, ...]:
        scale = scale_at(frame, outline)
        lines = ((LONG_AXIS, outline[:2]), (SHORT_AXIS, outline[2:]))
        return tuple(
            Measurement(concept, scale.length(line), scale.unit, method=scale.method) for concept, line in lines
        )


def _places(flat: NDArray[np.float64], points: Sequence[Pixel]) -> NDArray[np.float64]:
    """(n, 2): the points by right angles."""
    return np.asarray(points, dtype=np.float64) @ flat.T


def _pixels(flat: NDArray[np.float64], places: NDArray[np.float64]) -> list[Pixel]:
    back = places @ np.linalg.inv(flat).T
    return [(float(x), float(y)) for x, y in back]


def _direction(first: NDArray[np.float64], last: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Of length 1; None for no line."""
    way = last - first
    length = float(np.hypot(*way))
    return way / length if length > 0 else None


BIDIRECTIONAL = BidirectionalTool()
