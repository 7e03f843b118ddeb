"""From positions to a regular grid: sorted, looked at, and what is wrong with it named.

Only Image Position and Image Orientation (Patient) count (PS3.3 C.7.6.2.1.1), never the file or instance order
and never the Frame of Reference UID, which some de-identifiers make new for every slice. Nothing is corrected
here: the grid that comes out lies where the slices lie.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reader.core.text import Told, counted, tr
from reader.study.model import ImagePlane, Instance
from reader.study.traits import Traits
from reader.volume.model import Vector, VolumeGeometry

MIN_SLICES = 4
SAME_DIRECTION = 1e-3
SAME_POSITION_MM = 0.01
DRIFT_MM = 0.05
TILT_DEGREES = 0.3
UNEVEN = 0.1

Entry = tuple[str, int]
Points = NDArray[np.float64]


@dataclass(frozen=True)
class Assembly:
    """A grid and what lies in it.

    slots[t * slices + k]: (SOP Instance UID, frame from 1) at time t, None where a slice is missing. phases: how
    many times the grid is there. predicted: slots are not known yet; slices are placed by their own position.
    """

    geometry: VolumeGeometry
    slots: tuple[Entry | None, ...]
    phases: int = 1
    predicted: bool = False

    def index_of(self, plane: ImagePlane) -> int | None:
        """The slice k at which an image lies, None where it lies on none. Plain arithmetic: asked 600 times."""
        origin, row, column, axis, spacing, slices = self._numbers
        (x, y, z), (ox, oy, oz), (ax, ay, az) = plane.position, origin, axis
        for told, wanted in ((plane.row, row), (plane.column, column)):
            if max(abs(told[0] - wanted[0]), abs(told[1] - wanted[1]), abs(told[2] - wanted[2])) >= SAME_DIRECTION:
                return None
        x, y, z = x - ox, y - oy, z - oz
        k = round((x * ax + y * ay + z * az) / spacing)
        far = k * spacing
        off = math.hypot(x - far * ax, y - far * ay, z - far * az)
        return k if 0 <= k < slices and off <= max(0.05 * spacing, DRIFT_MM) else None

    @cached_property
    def _numbers(self) -> tuple[Vector, Vector, Vector, Vector, float, int]:
        geometry = self.geometry
        a, b, c, d, e, f, g, h, i = geometry.direction
        return geometry.origin, (a, d, g), (b, e, h), (c, f, i), geometry.spacing[2], geometry.size[2]


@dataclass(frozen=True, slots=True)
class Image:
    """One frame with a position, as far as it matters where it lies and beside what. frame_of_reference: which one
    of its series, from 1; 0 where there is one only. units: of its values."""

    entry: Entry
    plane: ImagePlane
    rows: int
    columns: int
    number: int
    traits: Traits
    samples: int = 1
    frame_of_reference: int = 0
    units: str = ""


def assemble(levels: Sequence[Image], phases: Sequence[Sequence[Entry | None]]) -> Assembly | None:
    """The grid of images that lie above each other; None where they form none.

    levels: one image at each position, from the lowest along the normal, all of one orientation, matrix and pixel
    spacing. phases[t][n]: what lies at level n at time t. None for fewer than `MIN_SLICES` levels, for colour, and
    where the steps differ so much that a point of a slice would be nearest to another one.
    """
    if len(levels) < MIN_SLICES or levels[0].samples != 1 or min(levels[0].plane.spacing) <= 0:
        return None
    row, column, normal = frame_of(levels[0].plane)
    positions = np.array([image.plane.position for image in levels])
    along = positions @ normal
    places, even = _places(along)
    count = places[-1] + 1
    step = (positions[-1] - positions[0]) / (count - 1)
    off = positions - positions[0] - np.outer(places, step)
    length = float(np.linalg.norm(step))
    if float(np.abs(off @ normal).max()) > 0.5 * length:
        return None
    issues = []
    if count > len(levels):
        issues.append(_lacking(count - len(levels)))
    if not even:
        issues.append(_unevenness(along))
    if _sideways(positions, along, normal) > max(DRIFT_MM, 0.02 * length):
        issues.append(_shifted())
    axis, spacing, tilt = _axis(step, normal, count)
    if tilt:
        issues.append(_tilted(tilt))
    first = levels[0]
    slots: list[Entry | None] = [None] * (count * len(phases))
    for turn, entries in enumerate(phases):
        for place, entry in zip(places, entries, strict=True):
            slots[turn * count + place] = entry
    geometry = _geometry(first.plane, first.columns, first.rows, count, row, column, axis, spacing, issues)
    return Assembly(geometry, tuple(slots), len(phases))


def why_no_grid(levels: Sequence[Image]) -> tuple[str, ...]:
    """All that is wrong with how these lie, in words; () where they are too few to say."""
    if len(levels) < MIN_SLICES:
        return ()
    normal = frame_of(levels[0].plane)[2]
    positions = np.array([image.plane.position for image in levels])
    along, count = positions @ normal, len(levels)
    step = (positions[-1] - positions[0]) / (count - 1)
    found = [_unevenness(along)]
    if _sideways(positions, along, normal) > max(DRIFT_MM, 0.02 * float(np.linalg.norm(step))):
        found.append(_shifted())
    tilt = _axis(step, normal, count)[2]
    return (*found, _tilted(tilt)) if tilt else tuple(found)


def _unevenness(along: Points) -> str:
    gaps = np.diff(along)
    least, most = f"{gaps.min():.3g}", f"{gaps.max():.3g}"
    return Told(lambda: tr("uneven slices: {least} to {most} mm", least=least, most=most))


def _lacking(count: int) -> str:
    return Told(lambda: counted("{count} slice is missing", "{count} slices are missing", count))


def _shifted() -> str:
    return Told(lambda: tr("slices shifted sideways"))


def _tilted(degrees: float) -> str:
    return Told(lambda: tr("gantry tilt {angle}°", angle=f"{degrees:.1f}"))


def _sideways(positions: Points, along: Points, normal: Points) -> float:
    """How far a slice lies beside the line from the first to the last one, mm in its plane, however far apart."""
    way, height = positions[-1] - positions[0], float(along[-1] - along[0])
    if height <= 0:
        return 0.0
    beside = positions - positions[0] - np.outer((along - along[0]) / height, way)
    beside -= np.outer(beside @ normal, normal)
    return float(np.linalg.norm(beside, axis=1).max())


def predict(instances: Sequence[Instance], expected: int) -> Assembly | None:
    """The grid of a long series from its first, middle and last instance, where the three agree; else None.

    That an agreeing middle is no proof is known: each slice is placed by its own position later, and one that
    fits nowhere shows the guess wrong.
    """
    by_number = {i.number: i for i in instances if len(i.planes) == 1 and i.frames == 1}
    first, middle, last = (by_number.get(n) for n in (1, (expected + 1) // 2, expected))
    if first is None or middle is None or last is None or expected < 3 * MIN_SLICES:
        return None
    three = (first, middle, last)
    if len({i.frame_of_reference_uid for i in three}) == 2:
        return None  # of a patient who was positioned twice
    plane = first.planes[0]
    row, column, normal = frame_of(plane)
    axes = np.stack((row, column, normal), axis=1)
    same = all(same_direction(i.planes[0], axes) for i in three) and len({(i.rows, i.columns) for i in three}) == 1
    if not same or first.rows < 1 or min(plane.spacing) <= 0:
        return None
    start, end = np.array(plane.position), np.array(last.planes[0].position)
    step = (end - start) / (expected - 1)
    away = np.array(middle.planes[0].position) - (start + step * (middle.number - 1))
    if abs(float(step @ normal)) < SAME_POSITION_MM or float(np.linalg.norm(away)) > 0.02 * np.linalg.norm(step):
        return None
    if float(step @ normal) < 0:
        start, step, plane = end, -step, last.planes[0]
    axis, spacing, tilt = _axis(step, normal, expected)
    issues = [_tilted(tilt)] if tilt else []
    geometry = _geometry(plane, first.columns, first.rows, expected, row, column, axis, spacing, issues)
    return Assembly(geometry, (None,) * expected, predicted=True)


def frame_of(plane: ImagePlane) -> tuple[Points, Points, Points]:
    """Unit vectors of increasing column index, increasing row index, and the normal; the three right-handed."""
    row = np.array(plane.row) / (math.hypot(*plane.row) or 1.0)
    column = np.array(plane.column) / (math.hypot(*plane.column) or 1.0)
    normal = np.cross(row, column)
    return row, column, normal / (float(np.linalg.norm(normal)) or 1.0)


def same_direction(plane: ImagePlane, axes: Points) -> bool:
    near_row = np.abs(np.array(plane.row) - axes[:, 0]).max() < SAME_DIRECTION
    return bool(near_row and np.abs(np.array(plane.column) - axes[:, 1]).max() < SAME_DIRECTION)


def _places(along: Points) -> tuple[list[int], bool]:
    """(slice index of each position, evenly spaced): gaps of whole steps are missing slices."""
    gaps = np.diff(along)
    step = float(np.sort(gaps)[len(gaps) // 2])  # not np.median, which imports numpy.ma first
    multiples = np.rint(gaps / step)
    regular = bool((np.abs(gaps / step - multiples) < UNEVEN).all() and multiples.min() >= 1)
    count = int(multiples.sum()) + 1
    if regular and count <= 2 * len(along):
        return [0, *(int(n) for n in np.cumsum(multiples))], True
    return list(range(len(along))), False


def _axis(step: Points, normal: Points, count: int) -> tuple[Points, float, float]:
    """(unit vector from slice to slice, its length in mm, tilt in degrees or 0)."""
    through = float(step @ normal)
    drift = float(np.linalg.norm(step - through * normal))
    if drift * (count - 1) <= DRIFT_MM:
        return normal, through, 0.0
    length = float(np.linalg.norm(step))
    tilt = math.degrees(math.atan2(drift, through))
    return step / length, length, tilt if tilt > TILT_DEGREES else 0.0


def _geometry(
    plane: ImagePlane,
    columns: int,
    rows: int,
    count: int,
    row: Points,
    column: Points,
    axis: Points,
    spacing: float,
    issues: Sequence[str],
) -> VolumeGeometry:
    direction = np.stack((row, column, axis), axis=1).reshape(9)
    a, b, c, d, e, f, g, h, i = (float(v) for v in direction)
    origin: Vector = plane.position
    return VolumeGeometry(
        size=(columns, rows, count),
        spacing=(plane.spacing[1], plane.spacing[0], spacing),
        origin=origin,
        direction=(a, b, c, d, e, f, g, h, i),
        issues=tuple(issues),
    )
