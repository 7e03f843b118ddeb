"""The volume view: ray casting offscreen, on the CPU unless a real GPU draws. Main thread only.

Without a GPU a copy of the volume at reduced resolution is cast (a 2-core machine has no time for more);
while the view moves, one ray stands for 2 × 2 pixels.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import vtkmodules.vtkRenderingOpenGL2
import vtkmodules.vtkRenderingVolumeOpenGL2  # noqa: F401 - both register VTK's renderers
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkLogger, vtkUnsignedCharArray
from vtkmodules.vtkCommonDataModel import vtkPiecewiseFunction
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D, vtkWindowedSincPolyDataFilter
from vtkmodules.vtkRenderingCore import (
    vtkActor,
    vtkColorTransferFunction,
    vtkPolyDataMapper,
    vtkRenderer,
    vtkVolume,
    vtkVolumeProperty,
)
from vtkmodules.vtkRenderingVolume import vtkFixedPointVolumeRayCastMapper, vtkGPUVolumeRayCastMapper

from reader.core.profile import RESOURCES
from reader.findings.model import SegmentMask
from reader.views.scene.slice_scene import shared_image
from reader.views.scene.windows import borrow_window, give_back
from reader.views.windowing import percentiles
from reader.volume.model import Volume, VolumeGeometry

CPU_VOXELS = 12_000_000
COARSE_VOXELS = 1_500_000
SOFTWARE = ("llvmpipe", "softpipe", "swrast", "swiftshader", "mesa offscreen", "gdi generic", "basic render")


@lru_cache(maxsize=1)
def _presets() -> dict[str, Any]:
    presets: dict[str, Any] = json.loads((RESOURCES / "presets" / "volumes.json").read_text("utf-8"))
    return presets


def has_gpu(capabilities: str) -> bool:
    """True where VTK's report names a renderer in hardware."""
    lines = [line for line in capabilities.splitlines() if "renderer string" in line.lower()]
    return bool(lines) and not any(name in lines[0].lower() for name in SOFTWARE)


Clean = Callable[[int, NDArray[Any]], NDArray[Any]]
"""(k, slice k) → the slice with the emptiest value where it has no image."""


def cleaning(volume: Volume) -> Clean | None:
    """What keeps padding from being drawn; None where it is emptier than every image, or there is none."""
    paddings = volume.paddings
    if paddings is None:
        return None
    emptiest = np.inf
    for k in np.flatnonzero(volume.present)[:: max(1, int(volume.present.sum()) // 16)]:
        values = volume.voxels[k]
        there = volume.there(int(k), values)
        image = values if there is None else values[there]
        emptiest = min(emptiest, float(image.min()) if image.size else np.inf)
    if not np.isfinite(emptiest) or not bool((paddings[1] > emptiest).any()):
        return None

    def clean(k: int, values: NDArray[Any]) -> NDArray[Any]:
        there = volume.there(k, values) if volume.present[k] else None
        return values if there is None else np.where(there, values, values.dtype.type(emptiest))

    return clean


def reduced(
    voxels: NDArray[Any], limit: int, clean: Clean | None = None
) -> tuple[NDArray[Any], tuple[int, int, int]]:
    """About `limit` voxels at most: means of blocks within a slice, slices left out; and the (i, j, k) steps."""
    step = 1
    while voxels.size / step**3 > limit:
        step += 1
    slices_step = max(1, min(step, voxels.shape[0] // 64))
    chosen: Any = voxels[::slices_step]
    if clean is not None:
        chosen = np.stack([clean(n * slices_step, piece) for n, piece in enumerate(chosen)])
    if step == 1:
        return np.ascontiguousarray(chosen), (1, 1, slices_step)
    rows, columns = voxels.shape[1] // step, voxels.shape[2] // step
    small = np.empty((chosen.shape[0], rows, columns), voxels.dtype)
    wide = np.float32 if voxels.dtype.kind == "f" else np.int32
    for stored, mean in zip(chosen, small, strict=True):  # slice by slice: what is added stays in the CPU's cache
        cut = stored[: rows * step, : columns * step]
        lines = cut[::step].astype(wide)
        for down in range(1, step):
            lines += cut[down::step]
        total = lines[:, ::step].copy()
        for across in range(1, step):
            total += lines[:, across::step]
        mean[:] = total / (step * step)
    return small, (step, step, slices_step)


class VolumeScene:
    """One volume in one offscreen window.

    voxels: how many of them are cast at most where no GPU draws. The first picture of 12 million takes the CPU
    half a second, of 1.5 million a tenth.
    """

    def __init__(self, volume: Volume, voxels: int = CPU_VOXELS) -> None:
        self.volume = volume
        # without a display VTK says so on stderr before it goes on with EGL or OSMesa
        vtkLogger.SetStderrVerbosity(vtkLogger.VERBOSITY_ERROR)
        self._renderer = vtkRenderer()
        self._window = borrow_window(self._renderer)
        self._give_back = weakref.finalize(self, give_back, self._window, self._renderer)
        self._give_back.atexit = False
        self._window.SetSize(64, 64)
        self._renderer.SetBackground(0, 0, 0)
        self._window.Render()
        self.gpu = has_gpu(str(self._window.ReportCapabilities()))
        self._prop = vtkVolume()
        self._mapper = vtkGPUVolumeRayCastMapper() if self.gpu else vtkFixedPointVolumeRayCastMapper()
        if not self.gpu:
            self._mapper.SetAutoAdjustSampleDistances(0)
            self._mapper.SetInteractiveSampleDistance(2.0)
        self._prop.SetMapper(self._mapper)
        self._renderer.AddVolume(self._prop)
        self._surfaces: list[vtkActor] = []
        self._preset = ""
        self.update(voxels)

    @property
    def whole(self) -> bool:
        """True where it draws as finely as it can on this computer."""
        return self.gpu or self._limit >= min(CPU_VOXELS, self.volume.voxels.size)

    def update(self, limit: int = CPU_VOXELS) -> None:
        """Take over what has arrived since, at most `limit` voxels of it."""
        self._limit = limit
        geometry = self.volume.geometry
        voxels = self.volume.voxels
        steps = (1, 1, 1)
        clean = cleaning(self.volume)
        if not self.gpu:
            voxels, steps = reduced(voxels, limit, clean)
        elif clean is not None:
            voxels = np.stack([clean(k, piece) for k, piece in enumerate(voxels)])
        spacing = geometry.spacing
        i, j, k = (s * n for s, n in zip(spacing, steps, strict=True))
        self._image = shared_image(np.ascontiguousarray(voxels), (i, j, k))
        self._mapper.SetInputData(self._image)
        self._prop.SetUserMatrix(_placed(geometry, tuple((n - 1) / 2 for n in steps)))
        if not self.gpu:
            self._mapper.SetSampleDistance(min(i, j, k) * 0.9)
            self._mapper.SetInteractiveSampleDistance(min(i, j, k) * 2)

    def set_preset(self, name: str) -> None:
        """One of `resources/presets/volumes.json`; modality values become array values through the scale."""
        if name == self._preset:
            return
        self._preset = name
        preset = _presets()[name]
        slope, intercept = self.volume.scale
        low, high = self._range() if self.volume.units != "HU" else (0.0, 1.0)
        points = preset["points"]
        if self.volume.units != "HU":
            points = _presets()["mip_relative" if preset["blend"] == "mip" else "relative"]["points"]
        opacity, colours = vtkPiecewiseFunction(), vtkColorTransferFunction()
        for value, alpha, red, green, blue in points:
            modality = value if self.volume.units == "HU" else low + value * (high - low)
            stored = (modality - intercept) / slope
            opacity.AddPoint(stored, alpha)
            colours.AddRGBPoint(stored, red / 255, green / 255, blue / 255)
        shaded = preset["blend"] == "composite"
        properties = vtkVolumeProperty()
        properties.SetColor(colours)
        properties.SetScalarOpacity(opacity)
        properties.SetInterpolationTypeToLinear()
        properties.SetScalarOpacityUnitDistance(preset.get("unit_mm", 1.5))
        if shaded:
            properties.ShadeOn()
            properties.SetAmbient(0.18)
            properties.SetDiffuse(0.78)
            properties.SetSpecular(0.22)
            properties.SetSpecularPower(16)
        self._prop.SetProperty(properties)
        if preset["blend"] == "mip":
            self._mapper.SetBlendModeToMaximumIntensity()
        else:
            self._mapper.SetBlendModeToComposite()

    def set_surfaces(self, masks: Sequence[tuple[SegmentMask, tuple[int, int, int], float]]) -> None:
        """Show segments as smooth surfaces: (mask, colour 0..255, opacity)."""
        for actor in self._surfaces:
            self._renderer.RemoveActor(actor)
        self._surfaces = [_surface(*entry) for entry in masks]
        for actor in self._surfaces:
            self._renderer.AddActor(actor)

    def render(
        self,
        size: tuple[int, int],
        camera: tuple[float, float],
        zoom: float,
        pan: tuple[float, float],
        *,
        moving: bool,
    ) -> NDArray[np.uint8]:
        """Draw: (rows, columns, 3) RGB, top row first.

        camera: (azimuth, elevation) in degrees, (0, 0) looks at the patient's front. pan: mm right and down.
        """
        right, down, towards = camera_axes(camera)
        geometry = self.volume.geometry
        centre = np.asarray(geometry.centre) - np.asarray(right) * pan[0] - np.asarray(down) * pan[1]
        extent = np.abs(geometry.axes) @ (np.asarray(geometry.size) * geometry.spacing)
        reach = float(np.linalg.norm(extent))
        view = self._renderer.GetActiveCamera()
        view.ParallelProjectionOn()
        view.SetFocalPoint(*centre)
        view.SetPosition(*(centre - np.asarray(towards) * reach * 2))
        view.SetViewUp(*(-np.asarray(down)))
        across = float(np.hypot(right[0] * extent[0], right[1] * extent[1]))
        height = float(np.linalg.norm(np.asarray(down) * extent))
        view.SetParallelScale(max(height, across * size[1] / size[0], 1.0) * 0.51 / zoom)
        self._renderer.ResetCameraClippingRange()
        if not self.gpu:
            self._mapper.SetImageSampleDistance(3.0 if moving else 1.0)
        self._window.SetSize(*size)
        self._window.Render()
        pixels = vtkUnsignedCharArray()
        self._window.GetPixelData(0, 0, size[0] - 1, size[1] - 1, 0, pixels, 0)
        rgb = vtk_to_numpy(pixels).reshape(size[1], size[0], 3)
        return np.ascontiguousarray(rgb[::-1])

    def close(self) -> None:
        """Once is enough; nothing is drawn after it."""
        self._give_back()

    def _range(self) -> tuple[float, float]:
        step = max(1, self.volume.voxels.shape[0] // 16)
        pieces = [self.volume.voxels[k, ::8, ::8] for k in range(0, len(self.volume.voxels), step)]
        masks = [self.volume.there(n * step, piece) for n, piece in enumerate(pieces)]
        kept = [piece.ravel() if mask is None else piece[mask] for piece, mask in zip(pieces, masks, strict=True)]
        sample = np.concatenate(kept).astype(np.float64)
        if not sample.size:
            return 0.0, 1.0
        low, high = percentiles(sample * self.volume.scale[0] + self.volume.scale[1], 0.02, 0.997)
        return low, max(high, low + 1e-6)


def camera_axes(
    camera: tuple[float, float],
) -> tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]:
    """Unit vectors in LPS of the screen's right, its down, and into the screen. (0, 0) is from the front."""
    azimuth, elevation = np.radians(camera)
    right = (float(np.cos(azimuth)), float(np.sin(azimuth)), 0.0)
    level = np.array([-np.sin(azimuth), np.cos(azimuth), 0.0])
    up = np.array([0.0, 0.0, 1.0])
    into = level * np.cos(elevation) - up * np.sin(elevation)
    down = -(up * np.cos(elevation) + level * np.sin(elevation))
    return right, (float(down[0]), float(down[1]), float(down[2])), (float(into[0]), float(into[1]), float(into[2]))


def _placed(geometry: VolumeGeometry, first: Sequence[float]) -> vtkMatrix4x4:
    """Where an image with spacing and origin 0 lies: `first` is the index of its first voxel."""
    matrix = np.eye(4)
    matrix[:3, :3] = geometry.axes
    matrix[:3, 3] = geometry.to_patient((first[0], first[1], first[2]))
    result = vtkMatrix4x4()
    result.DeepCopy(matrix.reshape(-1).tolist())
    return result


def _surface(mask: SegmentMask, colour: tuple[int, int, int], opacity: float) -> vtkActor:
    padded = np.pad(np.asarray(mask.mask, dtype=np.uint8), 1)
    edges = vtkFlyingEdges3D()
    edges.SetInputData(shared_image(padded, mask.geometry.spacing))
    edges.SetValue(0, 0.5)
    edges.ComputeNormalsOff()
    smooth = vtkWindowedSincPolyDataFilter()
    smooth.SetInputConnection(edges.GetOutputPort())
    smooth.SetNumberOfIterations(15)
    smooth.SetPassBand(0.1)
    smooth.NonManifoldSmoothingOn()
    smooth.NormalizeCoordinatesOn()
    mapper = vtkPolyDataMapper()
    mapper.SetInputConnection(smooth.GetOutputPort())
    mapper.ScalarVisibilityOff()
    actor = vtkActor()
    actor.SetMapper(mapper)
    actor.SetUserMatrix(_placed(mask.geometry, (-1.0, -1.0, -1.0)))
    actor.GetProperty().SetColor(*(c / 255 for c in colour))
    actor.GetProperty().SetOpacity(opacity)
    return actor
