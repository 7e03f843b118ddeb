"""The values behind one picture of a volume: stored slices as they are, other planes on square pixels, slabs.

What is no image (slices that are missing, padding, what lies outside) is told apart and never mixed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkImagingCore import vtkImageReslice

from reader.views.planes import Frame, image_in, oriented
from reader.volume.model import Volume
from reader.volume.sampling import Pixels, SlabMode, Span, There, projected, sampled

_STILL = 1e-6
_BAND = 128
_BESIDE = ThreadPoolExecutor(1, thread_name_prefix="reader-planes")
"""The other half of a plane: gathering it waits for memory most of the time."""


@dataclass(frozen=True, eq=False)
class Picture:
    """values: [row, column] array values, or (rows, columns, 3) RGB. step: frame pixels between its columns
    and between its rows; its first pixel's centre is the frame's (0, 0) + `offset`. there: which of the values are
    an image; None for all of them."""

    values: Pixels
    step: tuple[float, float] = (1.0, 1.0)
    offset: tuple[float, float] = (0.0, 0.0)
    there: There = None


def shared_image(voxels: NDArray[Any], spacing: tuple[float, float, float] = (1.0, 1.0, 1.0)) -> vtkImageData:
    """vtkImageData on a contiguous [k, j, i] array, which it keeps alive and does not copy; origin 0."""
    if not voxels.flags.c_contiguous:
        raise ValueError("VTK shares only contiguous voxels")
    slices, rows, columns = voxels.shape
    image = vtkImageData()
    image.SetDimensions(columns, rows, slices)
    image.SetSpacing(*spacing)
    image.GetPointData().SetScalars(numpy_to_vtk(voxels.reshape(-1), deep=False))
    return image


def cubic(pixels: NDArray[np.uint8], matrix: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.uint8]:
    """A picture on another grid, by cubic convolution (Keys, a = −1/2). Main thread.

    pixels: [row, column] or (rows, columns, 3), contiguous. matrix: 3×3, (x, y, 1) of the grid → (column, row, 1).
    size: (width, height) of the grid. What lies beside the picture is 0.
    """
    rows, columns = pixels.shape[:2]
    image = vtkImageData()
    image.SetDimensions(columns, rows, 1)
    image.GetPointData().SetScalars(numpy_to_vtk(pixels.reshape(rows * columns, -1), deep=False))
    axes = np.eye(4)
    axes[:2, :2], axes[:2, 3] = matrix[:2, :2], matrix[:2, 2]
    filter_ = _resliced(image, axes, size)
    filter_.SetInterpolationModeToCubic()
    filter_.Update()
    result: NDArray[np.uint8] = vtk_to_numpy(filter_.GetOutput().GetPointData().GetScalars())
    return result.reshape(size[1], size[0], *pixels.shape[2:]).copy()


def reslice(
    image: vtkImageData,
    matrix: NDArray[np.float64],
    size: tuple[int, int],
) -> Pixels:
    """A plane through `image` of spacing 1: matrix is 4×4, (column, row, 0, 1) → index (i, j, k, 1). Main thread.

    Returns [row, column] of the image's type, nearest voxels; outside lies 0.
    """
    filter_ = _resliced(image, matrix, size)
    filter_.SetInterpolationModeToNearestNeighbor()
    filter_.Update()
    result: Pixels = vtk_to_numpy(filter_.GetOutput().GetPointData().GetScalars())
    return result.reshape(size[1], size[0]).copy()


def _resliced(image: vtkImageData, matrix: NDArray[np.float64], size: tuple[int, int]) -> vtkImageReslice:
    axes = vtkMatrix4x4()
    axes.DeepCopy(matrix.reshape(-1).tolist())
    filter_ = vtkImageReslice()
    filter_.SetInputData(image)
    filter_.SetResliceAxes(axes)
    filter_.SetOutputDimensionality(2)
    filter_.SetOutputSpacing(1, 1, 1)
    filter_.SetOutputOrigin(0, 0, 0)
    filter_.SetOutputExtent(0, size[0] - 1, 0, size[1] - 1, 0, 0)
    return filter_


class SliceScene:
    """Pictures of one volume, of what is in it when they are asked for. numpy alone; any thread."""

    def __init__(self, volume: Volume) -> None:
        self.volume = volume

    def picture(
        self, frame: Frame, index: int, span: Span | None = None, mode: SlabMode = SlabMode.MIP, *,
        own: bool = False,
    ) -> Picture:
        """Picture `index` of a plane, or the slab around it. span: its faces, as `span_of` gives them.

        A single stored slice is a view of its own pixels. Other planes come on square pixels of the finer of
        their two spacings; own: with the voxels' own values alone, each as often as it takes. Values between
        voxels, and those of a slab: see `sampling`. A slab is looked through along the plane's normal, also where
        the slices of a tilted volume lie aslant above each other.
        """
        voxels = oriented(self.volume, frame)
        squared = _repeated if own else _squared
        if span is None:
            values, there = voxels[index], image_in(self.volume, frame, index)
            return Picture(values, there=there) if frame.stored else squared(values, there, frame)
        across, down = frame.drift
        first = max(0, ceil(span[0]) - 1)
        near = voxels[first : floor(span[1]) + 2]
        if abs(near.strides[0]) < abs(near.strides[2]):
            near = near.copy(order="K")  # slices along the rows: one way through memory, not one for each

        def take(n: int) -> tuple[Pixels, There] | None:
            values = np.ascontiguousarray(near[n - first])
            there = image_in(self.volume, frame, n, values)
            if there is not None and not there.any():
                return None
            for axis, shift in ((1, (n - index) * across), (0, (n - index) * down)):
                if abs(shift) > _STILL:
                    values, there = sampled(values, there, axis, shift, 1.0, values.shape[axis])
            return values, there

        found = projected(take, span, len(voxels), mode)
        if found is None:
            empty = np.zeros(voxels.shape[1:], voxels.dtype)
            found = empty, np.zeros(empty.shape, np.bool_)
        values, there = _as(found[0], voxels.dtype), found[1]
        return Picture(values, there=there) if frame.stored else squared(values, there, frame)


def _repeated(values: Pixels, there: There, frame: Frame) -> Picture:
    """Pixels that are nearly square, without a value that is not the image's."""
    fine = min(frame.spacing)
    times = [max(1, round(mm / fine)) for mm in frame.spacing]
    for axis, count in ((1, times[0]), (0, times[1])):
        if count > 1:
            values = np.repeat(values, count, axis=axis)
            there = np.repeat(there, count, axis=axis) if there is not None else None
    step = (1 / times[0], 1 / times[1])
    return Picture(np.ascontiguousarray(values), step, ((step[0] - 1) / 2, (step[1] - 1) / 2), there)


def _squared(values: Pixels, there: There, frame: Frame) -> Picture:
    """On square pixels of the finer of the two spacings. A band of rows at a time stays in the cache."""
    fine = min(frame.spacing)
    step = (fine / frame.spacing[0], fine / frame.spacing[1])
    if step == (1.0, 1.0):
        return Picture(np.ascontiguousarray(values), step, there=there)
    rows, columns = (int((size - 1) / one + 1e-6) + 1 for size, one in zip(values.shape, step[::-1], strict=True))
    squared, have = np.empty((rows, columns), values.dtype), None
    if there is not None:
        have = np.empty((rows, columns), np.bool_)

    def some(firsts: Iterable[int]) -> None:
        for first in firsts:
            band = slice(first, min(first + _BAND, rows))
            begin, wide = int(first * step[1]), step[1] == 1.0
            near = slice(begin, band.stop if wide else int((band.stop - 1) * step[1]) + 2)
            gathered, own = np.ascontiguousarray(values[near]), None if there is None else there[near]
            if wide:
                found = sampled(gathered, own, 1, 0.0, step[0], columns)
            else:
                found = sampled(gathered, own, 0, first * step[1] - begin, step[1], band.stop - first)
            squared[band] = _as(found[0], values.dtype)
            if have is not None:
                have[band] = found[1]

    middle = (rows // 2 + _BAND - 1) // _BAND * _BAND
    half = _BESIDE.submit(some, range(middle, rows, _BAND))
    some(range(0, middle, _BAND))
    half.result()
    return Picture(squared, step, there=have)


def _as(values: Pixels, kind: np.dtype[Any]) -> Pixels:
    """Rounded where the volume is of whole numbers."""
    if values.dtype == kind:
        return values
    return (np.rint(values) if kind.kind in "iu" else values).astype(kind)


def reduce_by(picture: Picture, factor: int) -> Picture:
    """The mean of factor × factor pixels: a big image drawn small neither shimmers nor loses fine lines.

    What is no image does not count; where half a block is none, the block is none.
    """
    rows, columns = (size // factor * factor for size in picture.values.shape[:2])
    values, there = picture.values[:rows, :columns], picture.there
    if there is None:
        mean, most = _block_sums(values, factor) / np.float32(factor * factor), None
    else:
        there = there[:rows, :columns]
        count = _block_sums(there, factor)
        mean = _block_sums(np.where(there, values, 0), factor) / np.maximum(count, 1)
        most = count * 2 >= factor * factor
    step = (factor * picture.step[0], factor * picture.step[1])
    left, top = ((factor - 1) / 2 * one for one in picture.step)
    offset = (picture.offset[0] + left, picture.offset[1] + top)
    return Picture(_as(mean, values.dtype), step, offset, most)


def _block_sums(values: Pixels, factor: int) -> NDArray[np.float32]:
    """Of factor × factor pixels each: by rows first, which are together in memory."""
    exact = values.astype(np.float32)
    rows = sum((exact[down::factor] for down in range(1, factor)), exact[::factor])
    return sum((rows[:, across::factor] for across in range(1, factor)), rows[:, ::factor])
