"""Segments in a plane: their pixels on the picture's grid and their outlines. Main thread only (VTK)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkFiltersCore import vtkFlyingEdges2D, vtkStripper

from reader.findings.model import SegmentMask
from reader.views.content import Content
from reader.views.measure import half_stack
from reader.views.planes import Frame, Plane
from reader.views.scene.slice_scene import reslice, shared_image

PARALLEL = 0.999
"""Cosine from which on slices of a mask are those of a picture."""


def placed_in(mask: SegmentMask, content: Content, index: int = 0) -> SegmentMask | None:
    """A segment in the coordinates of a picture; None where it lies in pixels, or where no way leads there."""
    way = content.relation(mask.space, index)
    if not mask.in_patient or not way.joined:
        return None
    return replace(mask, geometry=mask.geometry.moved(way.array)) if way.moves else mask


class MaskScene:
    """One segment, cut by any plane of the space it lies in."""

    def __init__(self, mask: SegmentMask) -> None:
        self.mask = mask
        self._image = shared_image(np.ascontiguousarray(mask.mask, dtype=np.uint8))
        i, j, k = mask.geometry.size
        corners = [(a, b, c) for a in (-0.5, i - 0.5) for b in (-0.5, j - 0.5) for c in (-0.5, k - 0.5)]
        self._corners = [mask.geometry.to_patient(corner) for corner in corners]

    def cut(self, frame: Frame, index: int) -> tuple[NDArray[np.uint8], tuple[int, int]] | None:
        """The segment in picture `index`: uint8 [row, column] and the (column, row) of its first pixel.

        None where it is not in that slice. Nearest voxel: a mask is never smoothed away. A slice is as thick as it
        says: where the plane in its middle meets nothing, the nearest slice of a thinner mask is shown that lies in
        it.
        """
        found = np.array([frame.to_pixel(corner) for corner in self._corners])
        low, high = found.min(axis=0), found.max(axis=0)
        middle = float(frame.slice_of(index))
        at = self._slice_near(frame, middle, float(low[2]), float(high[2]))
        if not low[2] <= at <= high[2]:
            return None
        left, top = max(0, int(low[0])), max(0, int(low[1]))
        right, bottom = min(frame.size[0], int(high[0]) + 2), min(frame.size[1], int(high[1]) + 2)
        if left >= right or top >= bottom:
            return None
        shifted = frame.matrix.copy()
        shifted[:3, 3] = frame.to_point((float(left), float(top), at))
        matrix = np.linalg.inv(self.mask.geometry.index_to_patient) @ shifted
        pixels = reslice(self._image, matrix, (right - left, bottom - top))
        return (pixels, (left, top)) if pixels.any() else None

    def _slice_near(self, frame: Frame, middle: float, low: float, high: float) -> float:
        """Where it is cut for a slice, in slices (of a stack in mm): in its middle, or beside it."""
        geometry = self.mask.geometry
        along = np.abs(geometry.axes.T @ np.asarray(frame.normal))
        axis = int(np.argmax(along))
        if low <= middle <= high or along[axis] < PARALLEL:
            return middle
        half = geometry.spacing[axis] / 2 / frame.slice_mm
        reach = half_stack(frame) if frame.plane is Plane.STACK else 0.5
        nearest = low + half if low > middle else high - half
        return nearest if abs(nearest - middle) <= reach else middle


def outlines(pixels: NDArray[np.uint8]) -> list[NDArray[np.float64]]:
    """The outlines of the non-zero pixels as closed lines of (column, row), halfway between in and out."""
    padded = np.pad((pixels > 0).astype(np.uint8), 1)
    image = vtkImageData()
    image.SetDimensions(padded.shape[1], padded.shape[0], 1)
    image.GetPointData().SetScalars(numpy_to_vtk(padded.reshape(-1), deep=False))
    edges = vtkFlyingEdges2D()
    edges.SetInputData(image)
    edges.SetValue(0, 0.5)
    strips = vtkStripper()
    strips.SetInputConnection(edges.GetOutputPort())
    strips.JoinContiguousSegmentsOn()
    strips.SetMaximumLength(100_000)
    strips.Update()
    output = strips.GetOutput()
    if output.GetNumberOfPoints() == 0:
        return []
    points = vtk_to_numpy(output.GetPoints().GetData())[:, :2].astype(np.float64) - 1.0
    cells = output.GetLines()
    offsets = vtk_to_numpy(cells.GetOffsetsArray())
    connectivity = vtk_to_numpy(cells.GetConnectivityArray())
    return [points[connectivity[a:b]] for a, b in pairwise(offsets) if b - a > 2]
