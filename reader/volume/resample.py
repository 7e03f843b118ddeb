"""Making another grid of a volume, when asked for: straightened, or along any plane (SimpleITK).

What comes out is computed, not acquired; its geometry says so.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reader.core.errors import ReaderError
from reader.core.text import tr
from reader.study.model import ImagePlane
from reader.volume.assembly import MIN_SLICES, frame_of, same_direction
from reader.volume.model import Part, Stack, Volume, VolumeGeometry

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
    return Volume(stack.series_uid, geometry, np.stack(pixels), there, stack.frames, stack.units)


def evenly(volume: Volume, heights: NDArray[np.float64]) -> Volume:
    """Slices at equal steps, the usual step of the old ones. heights: mm along the normal of every old slice.

    Each is the mean of the two old slices around it, weighted by nearness; across a gap of `WIDE` steps and more
    lies none. Raises `ReaderError` where it would mostly be gaps.
    """
    step = float(np.median(np.diff(heights)))
    count = round(float(heights[-1] - heights[0]) / step) + 1
    if count > MOST * len(heights):
        raise ReaderError(
            tr("The slices are too far apart for an even grid."), tr("They are shown one by one.")
        )
    step = float(heights[-1] - heights[0]) / (count - 1)
    voxels = np.zeros((count, *volume.voxels.shape[1:]), volume.voxels.dtype)
    present = np.zeros(count, np.bool_)
    whole = volume.voxels.dtype.kind in "iu"
    for n in range(count):
        height = heights[0] + n * step
        low = min(max(int(np.searchsorted(heights, height, "right")) - 1, 0), len(heights) - 2)
        gap = float(heights[low + 1] - heights[low])
        part = min(max((height - float(heights[low])) / gap, 0.0), 1.0)
        near = min(part, 1 - part) * gap < UNEVEN_MM
        if (gap >= WIDE * step and not near) or not volume.present[low : low + 2].all():
            continue
        mixed = volume.voxels[low] * np.float32(1 - part) + volume.voxels[low + 1] * np.float32(part)
        voxels[n] = np.rint(mixed) if whole else mixed
        present[n] = True
    old = volume.geometry
    voxels[~present] = volume.voxels.min()
    through = float(heights[-1] - heights[0]) / (old.size[2] - 1)
    return replace(
        volume,
        geometry=replace(
            old,
            size=(old.size[0], old.size[1], count),
            spacing=(old.spacing[0], old.spacing[1], old.spacing[2] * step / through),
            issues=(*old.issues, tr("spaced evenly")),
            resampled=True,
        ),
        voxels=voxels,
        present=present,
        slices=(None,) * count,
    )


def straighten(volume: Volume) -> Volume:
    """A tilted volume on a grid with right angles, trilinear; voxels outside take the lowest value.

    The rows, columns and spacing in the plane stay; the new slices lie along the normal, as far apart as the
    old ones were measured along it, and reach as far as any old slice does.
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
        issues=(*old.issues, tr("straightened")),
        resampled=True,
    )
    # every new slice lies at the height of an old one: what was missing stays missing
    return replace(reslice(volume, geometry), present=volume.present.copy())


def reslice(volume: Volume, geometry: VolumeGeometry) -> Volume:
    """The volume's values on another grid, trilinear, rounded to the same type. Sheared grids are fine."""
    import SimpleITK  # late: only who asks for it pays for it

    index_of = np.linalg.inv(volume.geometry.index_to_patient) @ geometry.index_to_patient
    image = SimpleITK.GetImageFromArray(volume.voxels)  # index space: spacing 1, origin 0
    transform = SimpleITK.AffineTransform(3)
    transform.SetMatrix([float(v) for v in index_of[:3, :3].reshape(9)])
    transform.SetTranslation([float(v) for v in index_of[:3, 3]])
    filter_ = SimpleITK.ResampleImageFilter()
    filter_.SetSize(list(geometry.size))
    filter_.SetTransform(transform)
    filter_.SetInterpolator(SimpleITK.sitkLinear)
    filter_.SetDefaultPixelValue(float(volume.voxels.min()))
    filter_.SetOutputPixelType(SimpleITK.sitkFloat32)  # ITK would cut fractions off, not round
    voxels = SimpleITK.GetArrayFromImage(filter_.Execute(image))
    if volume.voxels.dtype.kind in "iu":
        voxels = np.rint(voxels).astype(volume.voxels.dtype)
    slices = geometry.size[2]
    return replace(
        volume,
        geometry=geometry,
        voxels=voxels,
        present=np.ones(slices, np.bool_),
        slices=(None,) * slices,
    )
