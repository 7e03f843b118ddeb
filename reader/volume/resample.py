"""Making another grid of a volume, when asked for: spaced evenly, straightened.

What comes out is computed, not acquired; its geometry says so, and voxels that have no image have one value of
their own (`Volume.blank`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.core.errors import ReaderError
from reader.core.text import Told, tr
from reader.study.model import ImagePlane
from reader.volume.assembly import MIN_SLICES, frame_of, same_direction
from reader.volume.model import Part, Stack, Volume, VolumeGeometry
from reader.volume.sampling import mixed, sampled

PlaneOf = Callable[[tuple[str, int]], ImagePlane | None]
UNEVEN_MM = 0.01
WIDE = 3.0
"""A gap of so many steps is left open: nothing is invented across it."""
MOST = 4


def is_sheared(geometry: VolumeGeometry) -> bool:
    """The slices do not lie straight above each other (gantry tilt)."""
    axes = geometry.axes
    return bool(np.abs(axes.T @ axes - np.eye(3)).max() > 1e-4)


def can_be_regular(part: Part, plane_of: PlaneOf) -> bool:
    """The part is tilted or its slices are unevenly spaced: `regular` has something to do."""
    image = part.images[0]
    if isinstance(image, Volume) and is_sheared(image.geometry):
        return True
    heights = _heights(image, plane_of)
    if heights is None:
        return False
    gaps = np.diff(heights)
    return bool(np.abs(gaps - gaps.mean()).max() > UNEVEN_MM)


def regular(part: Part, plane_of: PlaneOf) -> Part:
    """The part on an even grid with right angles, at every time of it. plane_of: where each image lies.

    Linear between neighbouring slices. Raises `ReaderError` where they lie too far apart. A worker thread.
    """
    return replace(part, images=tuple(_regular(image, plane_of) for image in part.images), issues=())


def _regular(image: Volume | Stack, plane_of: PlaneOf) -> Volume:
    heights = _heights(image, plane_of)
    volume = image if isinstance(image, Volume) else _stacked(image, plane_of)
    if heights is not None and np.abs(np.diff(heights) - np.diff(heights).mean()).max() > UNEVEN_MM:
        volume = evenly(volume, heights)
    return straighten(volume) if is_sheared(volume.geometry) else volume


def _heights(image: Volume | Stack, plane_of: PlaneOf) -> NDArray[np.float64] | None:
    """How far along the normal each slice lies; None where one has no position or another direction."""
    entries = image.entries
    planes = [plane_of(entry) if entry is not None else None for entry in entries]
    known = [plane for plane in planes if plane is not None]
    if len(known) < max(MIN_SLICES, len(planes)):
        return None
    axes = np.stack(frame_of(known[0]), axis=1)
    if not all(same_direction(plane, axes) for plane in known):
        return None
    heights: NDArray[np.float64] = np.array([plane.position for plane in known]) @ axes[:, 2]
    return heights if bool((np.diff(heights) > UNEVEN_MM).all()) else None


def _stacked(stack: Stack, plane_of: PlaneOf) -> Volume:
    """A stack of grey pictures of one size as a volume, still as unevenly spaced as they are."""
    planes = [plane for entry in stack.frames if (plane := plane_of(entry)) is not None]
    pixels = [p for p in stack.pixels if p is not None]
    alike = len({(p.shape, p.dtype) for p in pixels}) == 1 and pixels[0].ndim == 2 if pixels else False
    if not alike or len(pixels) != len(stack.frames) or len(planes) != len(pixels):
        raise ReaderError(
            tr("These images can't be put onto one grid."), tr("Wait until every image is there, then try again.")
        )
    first, last = planes[0], planes[-1]
    axes = np.stack(frame_of(first), axis=1)
    step = (np.array(last.position) - first.position) / (len(planes) - 1)
    length = float(np.linalg.norm(step))
    axes[:, 2] = step / length
    rows, columns = pixels[0].shape
    geometry = VolumeGeometry(
        size=(columns, rows, len(pixels)),
        spacing=(first.spacing[1], first.spacing[0], length),
        origin=first.position,
        direction=tuple(float(v) for v in axes.reshape(9)),  # type: ignore[arg-type]
    )
    there = np.ones(len(pixels), np.bool_)
    return Volume(
        stack.series_uid, geometry, np.stack(pixels), there, stack.frames, stack.units, instances=stack.instances
    )


def evenly(volume: Volume, heights: NDArray[np.float64]) -> Volume:
    """Slices at equal steps, the usual step of the old ones. heights: mm along the normal of every old slice.

    Between the two old slices around it by the rule of `sampling`; across a gap of `WIDE` steps and more lies none,
    but where an old one was. Raises `ReaderError` where it would mostly be gaps.
    """
    step = float(np.median(np.diff(heights)))
    count = round(float(heights[-1] - heights[0]) / step) + 1
    if count > MOST * len(heights):
        raise ReaderError(
            tr("The slices are too far apart for an even grid."), tr("They are shown one by one.")
        )
    step = float(heights[-1] - heights[0]) / (count - 1)
    made = _Computed(volume, (count, *volume.voxels.shape[1:]))
    for n in range(count):
        height = heights[0] + n * step
        low = min(max(int(np.searchsorted(heights, height, "right")) - 1, 0), len(heights) - 2)
        gap = float(heights[low + 1] - heights[low])
        part = min(max((height - float(heights[low])) / gap, 0.0), 1.0)
        k = low + round(part)
        if not volume.present[k]:
            continue
        if min(part, 1 - part) * gap < UNEVEN_MM:
            made.put(n, volume.voxels[k], volume.there(k, volume.voxels[k]))
        elif gap < WIDE * step:
            one, other = volume.voxels[low], volume.voxels[low + 1]
            made.put(n, *mixed(one, other, part, volume.there(low, one), volume.there(low + 1, other)))
    old = volume.geometry
    through = float(heights[-1] - heights[0]) / (old.size[2] - 1)
    return made.volume(
        replace(
            old,
            size=(old.size[0], old.size[1], count),
            spacing=(old.spacing[0], old.spacing[1], old.spacing[2] * step / through),
            issues=(*old.issues, Told(lambda: tr("spaced evenly"))),
            resampled=True,
        )
    )


def straighten(volume: Volume) -> Volume:
    """A tilted volume on a grid with right angles; what lies outside the old slices is no image.

    The rows, columns and spacing in the plane stay; the new slices lie along the normal, as far apart as the
    old ones were measured along it, and reach as far as any old slice does. Each lies at the height of an old one,
    which is only shifted in its plane, by the rule of `sampling`; a missing one stays missing.
    """
    old = volume.geometry
    axes = old.axes
    normal = np.cross(axes[:, 0], axes[:, 1])
    normal /= np.linalg.norm(normal)
    columns, rows, slices = old.size
    step = axes[:, 2] * old.spacing[2]
    shift = step * (slices - 1)
    along_row, along_column = float(shift @ axes[:, 0]), float(shift @ axes[:, 1])
    extra_columns = math.ceil(abs(along_row) / old.spacing[0])
    extra_rows = math.ceil(abs(along_column) / old.spacing[1])
    origin = np.array(old.origin) + axes[:, 0] * min(0.0, along_row) + axes[:, 1] * min(0.0, along_column)
    direction = np.stack((axes[:, 0], axes[:, 1], normal), axis=1)
    geometry = VolumeGeometry(
        size=(columns + extra_columns, rows + extra_rows, slices),
        spacing=(old.spacing[0], old.spacing[1], float(step @ normal)),
        origin=(float(origin[0]), float(origin[1]), float(origin[2])),
        direction=tuple(float(v) for v in direction.reshape(9)),  # type: ignore[arg-type]
        issues=(*old.issues, Told(lambda: tr("straightened"))),
        resampled=True,
    )
    index_of = np.linalg.inv(old.index_to_patient) @ geometry.index_to_patient
    made = _Computed(volume, geometry.size[::-1])
    for k in map(int, np.flatnonzero(volume.present)):
        column, row = (float(index_of[n, 2] * k + index_of[n, 3]) for n in (0, 1))
        values, there = volume.voxels[k], volume.there(k, volume.voxels[k])
        values, there = sampled(values, there, 1, column, 1.0, geometry.size[0])
        values, there = sampled(values, there, 0, row, 1.0, geometry.size[1])
        made.put(k, values, there)
    return made.volume(geometry)


class _Computed:
    """The voxels of a computed volume, filled slice by slice; where nothing is put they are `blank`."""

    def __init__(self, volume: Volume, shape: tuple[int, ...]) -> None:
        self._source = volume
        self._blank, kind = _blank(volume)
        self._voxels = np.full(shape, self._blank, kind)
        self._present = np.zeros(shape[0], np.bool_)

    def put(self, k: int, values: NDArray[Any], there: NDArray[np.bool_] | None) -> None:
        whole = self._voxels.dtype.kind in "iu" and values.dtype.kind == "f"
        found = np.rint(np.nan_to_num(values)) if whole else values
        self._voxels[k] = found if there is None else np.where(there, found, self._blank)
        self._present[k] = True

    def volume(self, geometry: VolumeGeometry) -> Volume:
        nobody = (None,) * len(self._voxels)
        return replace(
            self._source, geometry=geometry, voxels=self._voxels, present=self._present, slices=nobody,
            blank=self._blank,
        )  # fmt: skip


def _blank(volume: Volume) -> tuple[float, np.dtype[Any]]:
    """(a value below every value that is an image, the narrowest type of voxels that has it and all of those)."""
    lowest, highest = math.inf, -math.inf
    for k in np.flatnonzero(volume.present):
        values = volume.voxels[k]
        there = volume.there(int(k), values)
        image = values if there is None else values[there]
        if image.size:
            lowest, highest = min(lowest, float(image.min())), max(highest, float(image.max()))
    if lowest > highest:
        lowest = highest = 0.0
    if volume.voxels.dtype.kind == "f":
        return float(np.float32(lowest - max(1.0, abs(lowest) / 1000))), volume.voxels.dtype
    for kind in (volume.voxels.dtype, np.dtype(np.int16)):
        bounds = np.iinfo(kind)
        if bounds.min <= lowest - 1 and highest <= bounds.max:
            return lowest - 1, kind
    return lowest - 1, np.dtype(np.float32)
