"""The values behind one picture of a volume: stored slices as they are, other planes resliced by VTK.

VTK sees the one voxel array (no copy). It works in index coordinates, so that any geometry, anisotropic or
oblique, is one affine matrix. Main thread only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkImagingCore import vtkImageReslice

from reader.views.layout import SlabMode
from reader.views.planes import Frame, oriented
from reader.volume.model import Volume


@dataclass(frozen=True, eq=False)
class Picture:
    """values: [row, column] array values, or (rows, columns, 3) RGB. step: frame pixels between its columns
    and between its rows; its first pixel's centre is the frame's (0, 0) + `offset`."""

    values: NDArray[Any]
    step: tuple[float, float] = (1.0, 1.0)
    offset: tuple[float, float] = (0.0, 0.0)


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


def reslice(
    image: vtkImageData,
    matrix: NDArray[np.float64],
    size: tuple[int, int],
    *,
    linear: bool = True,
    background: float = 0.0,
) -> NDArray[Any]:
    """A plane through `image` of spacing 1: matrix is 4×4, (column, row, 0, 1) → index (i, j, k, 1).

    Returns [row, column] of the image's type; outside lies `background`.
    """
    axes = vtkMatrix4x4()
    axes.DeepCopy(matrix.reshape(-1).tolist())
    filter_ = vtkImageReslice()
    filter_.SetInputData(image)
    filter_.SetResliceAxes(axes)
    filter_.SetOutputDimensionality(2)
    filter_.SetOutputSpacing(1, 1, 1)
    filter_.SetOutputOrigin(0, 0, 0)
    filter_.SetOutputExtent(0, size[0] - 1, 0, size[1] - 1, 0, 0)
    filter_.SetBackgroundLevel(background)
    if linear:
        filter_.SetInterpolationModeToLinear()
    else:
        filter_.SetInterpolationModeToNearestNeighbor()
    filter_.Update()
    result: NDArray[Any] = vtk_to_numpy(filter_.GetOutput().GetPointData().GetScalars())
    return result.reshape(size[1], size[0]).copy()


_SLABS = {SlabMode.MIP: np.max, SlabMode.MINIP: np.min}


class SliceScene:
    """Pictures of one volume."""

    def __init__(self, volume: Volume) -> None:
        self.volume = volume
        self._image = shared_image(volume.voxels)

    def picture(self, frame: Frame, slices: tuple[int, int], mode: SlabMode = SlabMode.MIP) -> Picture:
        """Slices [first, end) of a plane as one picture.

        A single stored slice is a view of its own pixels. Other planes come on square pixels of the finer of
        their two spacings, linear between voxels. A slab is projected on the voxel grid first.
        """
        first, end = slices
        if end - first == 1 and frame.stored:
            return Picture(oriented(self.volume, frame)[first])
        fine = min(frame.spacing)
        step = (fine / frame.spacing[0], fine / frame.spacing[1])
        if end - first == 1:
            matrix = self.index_matrix(frame, first) @ np.diag([step[0], step[1], 1.0, 1.0])
            return Picture(reslice(self._image, matrix, _grid(frame, step)), step)
        thick = project(oriented(self.volume, frame)[first:end], mode)
        if step == (1.0, 1.0):
            return Picture(thick)
        image = shared_image(np.ascontiguousarray(thick)[np.newaxis])
        return Picture(reslice(image, np.diag([step[0], step[1], 1.0, 1.0]), _grid(frame, step)), step)

    def index_matrix(self, frame: Frame, index: int) -> NDArray[np.float64]:
        """4×4: (column, row, 0, 1) of picture `index` → voxel index (i, j, k, 1)."""
        shifted = frame.matrix.copy()
        shifted[:3, 3] = frame.to_point((0.0, 0.0, float(index)))
        product: NDArray[np.float64] = np.linalg.inv(self.volume.geometry.index_to_patient) @ shifted
        rounded = np.round(product)
        near = np.abs(product - rounded) < 1e-6
        product[near] = rounded[near]
        return product


def project(slices: NDArray[Any], mode: SlabMode) -> NDArray[Any]:
    """[slice, row, column] → [row, column] of the same type: greatest, least or mean value."""
    if mode is SlabMode.MEAN:
        mean: NDArray[Any] = slices.mean(axis=0, dtype=np.float32)
        if slices.dtype.kind in "iu":
            mean = np.rint(mean)
        return mean.astype(slices.dtype)
    projected: NDArray[Any] = _SLABS[mode](slices, axis=0)
    return projected


def reduce_by(values: NDArray[Any], factor: int) -> Picture:
    """The mean of factor × factor pixels: a big image drawn small neither shimmers nor loses fine lines."""
    rows, columns = values.shape[0] // factor, values.shape[1] // factor
    cut = values[: rows * factor, : columns * factor]
    total = np.zeros((rows, columns, *values.shape[2:]), dtype=np.float32)
    for down in range(factor):
        for across in range(factor):
            total += cut[down::factor, across::factor]
    mean = total / (factor * factor)
    small = (np.rint(mean) if values.dtype.kind in "iu" else mean).astype(values.dtype)
    return Picture(small, (factor, factor), ((factor - 1) / 2, (factor - 1) / 2))


def _grid(frame: Frame, step: tuple[float, float]) -> tuple[int, int]:
    columns, rows = (int((n - 1) / s + 1e-6) + 1 for n, s in zip(frame.size[:2], step, strict=True))
    return columns, rows
