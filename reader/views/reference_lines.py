"""Where the pictures of other series cut the one that is shown: their real cut, as far as they reach. No Qt.

The planes of one volume are at right angles to each other, and their lines go through the cursor (`ui/crosshair`).
Any other series has its own slant, and shows one of its slices, which need not be where the cursor is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.views.planes import Frame, Plane, Vector
from reader.views.viewport import Viewport

_ALONG = 0.97
"""Cosine of the angle (about 14°) under which two pictures are as good as parallel: no line tells anything."""
MOST = 3
"""Of so many other pictures each has its line; of more, the active one alone."""
_NEAREST = (Plane.SAGITTAL, Plane.CORONAL, Plane.AXIAL)

Place = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """plane: the one nearest to that of the other picture, whose colour it has. ends: (column, row) each."""

    plane: Plane
    ends: tuple[Place, Place]


def crosses(viewport: Viewport, other: Viewport) -> bool:
    """Whether another series is shown there, whose picture cuts this one at an angle."""
    if viewport.content is None or other.content is None or other.content is viewport.content:
        return False
    one, two = viewport.frame, other.frame
    if one is None or two is None or not (one.in_patient and two.in_patient):
        return False
    way = viewport.content.relation(other.content.space(other.index), viewport.index)
    return way.joined and (way.moves or abs(_dot(one.normal, two.normal)) < _ALONG)


def lines_in(viewports: Sequence[Viewport], viewport: Viewport, active: Viewport) -> list[Line]:
    """Of the pictures that are shown, those that cut the one of `viewport`."""
    crossing = [other for other in viewports if crosses(viewport, other)]
    others = list({(id(other.content), other.plane, other.index): other for other in crossing}.values())
    cut = others if len(others) <= MOST else [other for other in crossing if other is active]
    return [line for other in cut if (line := _cut(viewport, other)) is not None]


def _cut(viewport: Viewport, other: Viewport) -> Line | None:
    frame, beside = viewport.frame, other.frame
    assert frame is not None and beside is not None and viewport.content is not None and other.content is not None
    way = viewport.content.relation(other.content.space(other.index), viewport.index)
    right, bottom = beside.size[0] - 0.5, beside.size[1] - 0.5
    corners = ((-0.5, -0.5), (right, -0.5), (right, bottom), (-0.5, bottom))
    points = [way.point(beside.to_point((*corner, beside.slice_of(other.index)))) for corner in corners]
    edges = _minus(points[1], points[0]), _minus(points[3], points[0])
    normal = _cross(*edges)
    if abs(_dot(normal, frame.normal)) >= _ALONG * _dot(normal, normal) ** 0.5:
        return None
    here = frame.slice_of(viewport.index)
    pixels = [(column, row, at - here) for column, row, at in map(frame.to_pixel, points)]
    ends = list(_through(pixels))
    if len(ends) < 2:
        return None
    clipped = _clipped(ends[0], ends[1], frame)
    size = [abs(part) for part in normal]
    return Line(_NEAREST[size.index(max(size))], clipped) if clipped is not None else None


def _through(corners: Sequence[Vector]) -> Iterator[Place]:
    """Where the edges of a picture go through the plane of another one. corners: (column, row, away from it)."""
    for one, two in zip(corners, (*corners[1:], corners[0]), strict=True):
        if (one[2] < 0) != (two[2] < 0):
            part = one[2] / (one[2] - two[2])
            yield one[0] + part * (two[0] - one[0]), one[1] + part * (two[1] - one[1])


def _clipped(one: Place, two: Place, frame: Frame) -> tuple[Place, Place] | None:
    """What of a line is on the picture (Liang and Barsky 1984)."""
    begin, end = 0.0, 1.0
    for axis in (0, 1):
        along = two[axis] - one[axis]
        for toward, room in ((-along, one[axis] + 0.5), (along, frame.size[axis] - 0.5 - one[axis])):
            if toward == 0:
                if room < 0:
                    return None
            elif toward < 0:
                begin = max(begin, room / toward)
            else:
                end = min(end, room / toward)
    if begin >= end:
        return None
    return _between(one, two, begin), _between(one, two, end)


def _between(one: Place, two: Place, part: float) -> Place:
    return one[0] + part * (two[0] - one[0]), one[1] + part * (two[1] - one[1])


def _dot(one: Vector, two: Vector) -> float:
    return one[0] * two[0] + one[1] * two[1] + one[2] * two[2]


def _minus(one: Vector, two: Vector) -> Vector:
    return one[0] - two[0], one[1] - two[1], one[2] - two[2]


def _cross(one: Vector, two: Vector) -> Vector:
    return (
        one[1] * two[2] - one[2] * two[1], one[2] * two[0] - one[0] * two[2], one[0] * two[1] - one[1] * two[0],
    )  # fmt: skip
