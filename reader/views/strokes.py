"""What is drawn over a picture: lines and ovals in logical pixels of the viewport. `ui/drawing.py` paints them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, hypot, pi, sin

import numpy as np
from numpy.typing import NDArray

from reader.findings.model import ShapeKind

Point = tuple[float, float]

POINT_RADIUS = 5.0
TICK = 5.0
MOST_HANDLES = 4
_ROUND = np.asarray([(cos(a), sin(a)) for a in (pi * n / 36 for n in range(73))])
"""The polygon that stands for an oval when asked what passes near it: a corner each 5°."""


@dataclass(frozen=True)
class Line:
    """From point to point, and back to the first where it is closed."""

    points: tuple[Point, ...]
    closed: bool = False

    @property
    def path(self) -> NDArray[np.float64]:
        """(n, 2): the points that it goes through."""
        return np.asarray((*self.points, self.points[0]) if self.closed else self.points, dtype=np.float64)


@dataclass(frozen=True)
class Oval:
    """An ellipse of two half axes; the second is at right angles to the first, its direction is not asked."""

    centre: Point
    across: Point
    down: Point

    @property
    def path(self) -> NDArray[np.float64]:
        length, half = hypot(*self.across), hypot(*self.down)
        c, s = (self.across[0] / length, self.across[1] / length) if length else (1.0, 0.0)
        axes = np.asarray(((length * c, length * s), (-half * s, half * c)))
        turned: NDArray[np.float64] = _ROUND @ axes + self.centre
        return turned


Stroke = Line | Oval


@dataclass(frozen=True)
class Drawing:
    """One shape as it is drawn. outline: what is stroked and what the mouse hits. ticks: thin strokes, such as the
    ends of a measured line. handles: what can be dragged, by the number of the shape's point. anchor: the text
    stands to the right of it."""

    outline: tuple[Stroke, ...]
    anchor: Point
    handles: tuple[Point, ...] = ()
    ticks: tuple[Line, ...] = ()

    def handle_at(self, at: Point, reach: float) -> int | None:
        """The first handle within `reach` of a point."""
        near = (n for n, (x, y) in enumerate(self.handles) if hypot(x - at[0], y - at[1]) <= reach)
        return next(near, None)

    def passes(self, at: Point, reach: float) -> bool:
        """Whether the outline comes within `reach` of a point."""
        return any(_distance(path, at, reach) <= reach for path in self._paths)

    @cached_property
    def _paths(self) -> tuple[NDArray[np.float64], ...]:
        return tuple(stroke.path for stroke in self.outline)


def _distance(path: NDArray[np.float64], at: Point, reach: float) -> float:
    """From a point to a line through one point or several; infinite outside its box, where it is over `reach`."""
    here, path = np.asarray(at), path if len(path) > 1 else np.repeat(path, 2, axis=0)
    if np.any(here < path.min(axis=0) - reach) or np.any(here > path.max(axis=0) + reach):
        return float("inf")
    start, way = path[:-1], np.diff(path, axis=0)
    length = np.maximum((way**2).sum(axis=1), 1e-12)
    along = np.clip(((here - start) * way).sum(axis=1) / length, 0.0, 1.0)
    foot = start + way * along[:, np.newaxis]
    return float(np.hypot(*(foot - here).T).min())


def drawing_of(kind: ShapeKind, points: Sequence[Point]) -> Drawing:
    """A shape of its kind through points on the screen, with a handle at each where those are few."""
    handles = tuple(points) if len(points) <= MOST_HANDLES else ()
    ticks = measured_ends(points) if kind is ShapeKind.POLYLINE else ()
    return Drawing(_OUTLINES[kind](points), anchor_of(points), handles, ticks)


def anchor_of(points: Sequence[Point]) -> Point:
    """The rightmost point, of several the upper one."""
    return max(points, key=lambda point: point[0] - point[1] * 0.2)


def measured_ends(points: Sequence[Point]) -> tuple[Line, ...]:
    """Short strokes across the ends of a measured line."""
    ticks = []
    for (x, y), (other_x, other_y) in ((points[0], points[1]), (points[-1], points[-2])) if len(points) > 1 else ():
        length = hypot(other_x - x, other_y - y)
        if length > 0:
            dx, dy = -(other_y - y) * TICK / length, (other_x - x) * TICK / length
            ticks.append(Line(((x - dx, y - dy), (x + dx, y + dy))))
    return tuple(ticks)


def _point(points: Sequence[Point]) -> tuple[Stroke, ...]:
    """One or, as results have them, several."""
    return tuple(Oval(point, (POINT_RADIUS, 0.0), (0.0, POINT_RADIUS)) for point in points)


def _polyline(points: Sequence[Point]) -> tuple[Stroke, ...]:
    return (Line(tuple(points)),)


def _polygon(points: Sequence[Point]) -> tuple[Stroke, ...]:
    return (Line(tuple(points), closed=True),)


def _circle(points: Sequence[Point]) -> tuple[Stroke, ...]:
    """Its centre and a point on it (PS3.3 C.10.5.1.2)."""
    if len(points) != 2:
        return _polyline(points)
    radius = hypot(points[1][0] - points[0][0], points[1][1] - points[0][1])
    return (Oval(points[0], (radius, 0.0), (0.0, radius)),)


def _ellipse(points: Sequence[Point]) -> tuple[Stroke, ...]:
    """From the ends of its two axes (PS3.3 C.10.5.1.2)."""
    if len(points) != 4:
        return _polyline(points)
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    return (Oval(((ax + bx) / 2, (ay + by) / 2), ((bx - ax) / 2, (by - ay) / 2), ((dx - cx) / 2, (dy - cy) / 2)),)


_OUTLINES: dict[ShapeKind, Callable[[Sequence[Point]], tuple[Stroke, ...]]] = {
    ShapeKind.POINT: _point,
    ShapeKind.POLYLINE: _polyline,
    ShapeKind.POLYGON: _polygon,
    ShapeKind.CIRCLE: _circle,
    ShapeKind.ELLIPSE: _ellipse,
}
