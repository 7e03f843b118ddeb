"""Slabs and what is missing in them, against numpy written apart from the code: many samples through the slab.

All by what a viewport paints, with a window in which a value is its own grey.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from reader.study.model import Window
from reader.views.content import Content
from reader.views.layers import ImageLayer
from reader.views.planes import ORTHOGONAL, Frame, Plane
from reader.views.ui.overlay import _top_right
from reader.views.ui.picture import PictureSource
from reader.views.ui.scenes import Scenes
from reader.views.viewport import Slab, Viewport
from reader.volume.model import OpenedSeries, Volume, VolumeGeometry
from reader.volume.sampling import SlabMode
from tests.views.examples import GEOMETRIES, STRAIGHT, exam

W = Window(128.0, 256.0)
MODES = (SlabMode.MIP, SlabMode.MINIP, SlabMode.MEAN)
Values = NDArray[np.float64]


def tilted(degrees: float, size: tuple[int, int, int] = (24, 30, 14)) -> VolumeGeometry:
    angle = math.radians(degrees)
    axes = np.stack(((1.0, 0, 0), (0, 1.0, 0), (0.0, math.sin(angle), math.cos(angle))), axis=1).reshape(9)
    return VolumeGeometry(size, (1.0, 1.0, 2.5), (-3.0, 7.0, 11.0), tuple(float(v) for v in axes))  # type: ignore[arg-type]


def noise(geometry: VolumeGeometry, low: int = 1) -> Volume:
    columns, rows, slices = geometry.size
    voxels = np.random.default_rng(14).integers(low, 255, (slices, rows, columns)).astype(np.int16)
    entries = tuple((f"1.{k}", 1) for k in range(slices))
    return Volume("1.2.3.1", geometry, voxels, np.ones(slices, np.bool_), entries)


def viewport(image: Volume, plane: Plane, index: int, slab: Slab | None = None) -> Viewport:
    study, series = exam(image)
    content = Content.of(study, series, OpenedSeries.of(image))
    return Viewport((ImageLayer(content),), plane, index, slab=slab or Slab())


def painted(shown: Viewport) -> NDArray[np.uint8] | None:
    """[row, column] of the picture's own grid; None where nothing is painted."""
    found = PictureSource(Scenes()).image(shown, W, 1.0)
    if found is None:
        return None
    image = found[0].convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : image.width()].copy()


def turned(image: Volume, frame: Frame) -> Values:
    """[slice, row, column], by the patient coordinates of every pixel."""
    columns, rows, slices = frame.size
    back = np.linalg.inv(image.geometry.index_to_patient) @ frame.matrix
    n, r, c = np.indices((slices, rows, columns))
    i, j, k, _ = np.rint(np.tensordot(back, np.stack((c, r, n, np.ones_like(n))), axes=1)).astype(int)
    return image.voxels[k, j, i].astype(np.float64)


def stretched(values: Values, frame: Frame) -> Values:
    """On square pixels of the finer spacing, by numpy's own linear interpolation; stored slices as they are."""
    if frame.stored:
        return values
    fine = min(frame.spacing)
    for axis, spacing in ((0, frame.spacing[1]), (1, frame.spacing[0])):
        count = values.shape[axis]
        places = np.arange(0, count - 1 + 1e-6, fine / spacing)
        values = np.apply_along_axis(lambda line: np.interp(places, np.arange(len(line)), line), axis, values)  # noqa: B023
    return values


def slab_of(stack: Values, index: int, mm: float, step: float, mode: SlabMode) -> Values:
    """Samples through the slab: of the line through the slices, or of slices that are `step` thick."""
    half = mm / step / 2
    low, high = max(-0.5, index - half), min(len(stack) - 0.5, index + half)
    if mode is SlabMode.MEAN:
        if high - low <= 1 and half <= 0.5:
            return stack[index]
        middles = low + (np.arange(1_000_000) + 0.5) * (high - low) / 1_000_000
        each, count = np.unique(np.clip(np.rint(middles).astype(int), 0, len(stack) - 1), return_counts=True)
        return np.average(stack[each], axis=0, weights=count)
    slices = np.arange(math.ceil(low), math.floor(high) + 1)
    places = np.clip(np.unique(np.concatenate((np.linspace(low, high, 401), slices))), 0, len(stack) - 1)
    first = np.minimum(places.astype(int), len(stack) - 2)
    part = (places - first)[:, None, None]
    line = stack[first] * (1 - part) + stack[first + 1] * part
    return line.max(axis=0) if mode is SlabMode.MIP else line.min(axis=0)


@pytest.mark.parametrize("name", list(GEOMETRIES))
@pytest.mark.parametrize("plane", ORTHOGONAL)
def test_a_slab_is_as_thick_as_it_says(name: str, plane: Plane) -> None:
    image = noise(GEOMETRIES[name])
    for mode, mm in product(MODES, (0.5, 4.0, 5.0, 7.3, 10.0)):
        shown = viewport(image, plane, 0, Slab(mode, mm))
        frame = shown.frame
        assert frame is not None
        stack = turned(image, frame)
        for index in (0, len(stack) // 2, len(stack) - 2):
            shown.index = index
            expected = stretched(slab_of(stack, index, mm, frame.slice_mm, mode), frame)
            mine = painted(shown)
            assert mine is not None and mine.shape == expected.shape
            assert np.abs(mine - expected).max() <= 1.01, (mode, mm, index)  # rounded twice


def test_mean_5_mm_of_slices_2_5_mm_apart_is_the_middle_one_and_half_of_each_neighbour() -> None:
    image = noise(VolumeGeometry((6, 5, 9), (1.0, 1.0, 2.5), (0, 0, 0), STRAIGHT))
    stack = image.voxels[::-1].astype(float)
    mine = painted(viewport(image, Plane.AXIAL, 4, Slab(SlabMode.MEAN, 5.0)))
    assert np.abs(mine - (stack[3] / 2 + stack[4] + stack[5] / 2) / 2).max() <= 0.5


@pytest.mark.parametrize("degrees", [-18.0, 12.0])
@pytest.mark.parametrize("plane", ORTHOGONAL)
def test_a_tilted_volume_is_looked_through_along_the_normal(degrees: float, plane: Plane) -> None:
    """Bilinear in each slice where the line from the pixel along the normal meets it, written out."""
    image = noise(tilted(degrees))
    for mode, mm in product(MODES, (5.0, 8.0)):
        shown = viewport(image, plane, 0, Slab(mode, mm))
        frame = shown.frame
        assert frame is not None
        shown.index = frame.size[2] // 2
        stack = turned(image, frame)
        slices, rows, columns = stack.shape
        line = np.linalg.solve(frame.matrix[:3, :3], np.asarray(frame.normal) * frame.slice_mm)
        met = np.full(stack.shape, np.nan)
        for n in range(slices):
            r, c = np.indices((rows, columns)).astype(float)
            c, r = c + line[0] * (n - shown.index), r + line[1] * (n - shown.index)
            inside = (c >= 0) & (r >= 0) & (c <= columns - 1) & (r <= rows - 1)
            c0, r0 = np.clip(np.floor(c).astype(int), 0, columns - 2), np.clip(np.floor(r).astype(int), 0, rows - 2)
            u, v = c - c0, r - r0
            one = stack[n]
            value = (one[r0, c0] * (1 - u) + one[r0, c0 + 1] * u) * (1 - v)
            value = value + (one[r0 + 1, c0] * (1 - u) + one[r0 + 1, c0 + 1] * u) * v
            met[n] = np.where(inside, value, np.nan)
        half = math.ceil(mm / frame.slice_mm / 2) + 1
        whole = ~np.isnan(met[shown.index - half : shown.index + half + 1]).any(axis=0)
        expected = slab_of(met, shown.index, mm, frame.slice_mm, mode)
        expected = stretched(np.where(whole, expected, np.nan), frame)
        mine = painted(shown)
        assert mine is not None and mine.shape == expected.shape and np.isfinite(expected).mean() > 0.4
        assert np.nanmax(np.abs(mine - expected)) <= 1.01, (mode, mm)


def test_a_small_thing_off_the_plane_of_a_tilted_volume_is_seen_straight_above_it() -> None:
    geometry = tilted(20.0, (40, 60, 17))
    k, j, i = np.indices(geometry.size[::-1])
    points = np.stack((i, j, k, np.ones_like(i)), axis=-1) @ geometry.index_to_patient.T
    centre = np.array(geometry.to_patient((20, 30, 11)))
    voxels = np.where(np.linalg.norm(points[..., :3] - centre, axis=-1) < 3, 200, 10).astype(np.int16)
    image = Volume("1", geometry, voxels, np.ones(17, np.bool_), (None,) * 17)
    shown = viewport(image, Plane.AXIAL, 8, Slab(SlabMode.MIP, 20.0))  # slice 8 of the volume, 7 mm below
    frame, mine = shown.frame, painted(shown)
    assert frame is not None and mine is not None
    row, column = np.argwhere(mine > 100).mean(axis=0)
    seen = np.array(frame.to_point((column, row, 8)))
    assert np.abs((seen - centre)[:2]).max() < 0.6 and 6 < abs(seen - centre)[2] < 8


# what is missing -------------------------------------------------------------------------------------------------


def with_gap(image: Volume, *missing: int) -> Volume:
    """Slices that never came, filled as the program fills them: with the emptiest value."""
    image.present[list(missing)] = False
    image.voxels[list(missing)] = 0
    return image


@pytest.mark.parametrize("mode", MODES)
def test_missing_slices_are_left_out_of_a_slab(mode: SlabMode) -> None:
    image = noise(VolumeGeometry((6, 5, 12), (1.0, 1.0, 1.0), (0, 0, 0), STRAIGHT), low=60)
    there = image.voxels[::-1].astype(float)
    shown = viewport(with_gap(image, 5, 6), Plane.AXIAL, 5, Slab(mode, 5.0))  # slices 5 and 6 of the screen, too
    chosen = there[[3, 4, 7]]
    line = np.concatenate((chosen, [(there[2] + there[3]) / 2, (there[7] + there[8]) / 2]))  # and at the faces
    mean, least, most = chosen.mean(axis=0), line.min(axis=0), line.max(axis=0)
    expected = {SlabMode.MIP: most, SlabMode.MINIP: least, SlabMode.MEAN: mean}[mode]
    mine = painted(shown)
    assert mine is not None and np.abs(mine - expected).max() <= 0.5
    assert (f"{mode.value} 3 mm of 5 mm", "overlay") in _top_right(shown)
    shown.slab = Slab(mode, 1.0)
    assert painted(shown) is None  # hatched


@pytest.mark.parametrize("plane", [Plane.CORONAL, Plane.SAGITTAL])
@pytest.mark.parametrize("slab", [None, *(Slab(mode, 3.0) for mode in MODES)])
def test_a_plane_across_a_gap_keeps_its_neighbours_as_they_are(plane: Plane, slab: Slab | None) -> None:
    """Half a slice beside a gap used to be mixed with what it was filled with."""
    geometry = VolumeGeometry((8, 8, 12), (1.0, 1.0, 4.0), (0, 0, 0), STRAIGHT)
    image = noise(geometry)
    image.voxels[:] = 150
    mine = painted(viewport(with_gap(image, 4, 5), plane, 4, slab))
    assert mine is not None
    heights = 11 - np.arange(len(mine)) / 4  # 4 rows a slice, the head above
    gap = (heights > 3.5) & (heights < 5.5)
    sure = gap | (heights < 3.5) | (heights > 5.5)
    assert (mine[gap] == 0).all() and (mine[sure & ~gap] == 150).all()


@pytest.mark.parametrize("mode,mm,index,text", [
    (SlabMode.MIP, 10.0, 10, "MIP 10 mm"), (SlabMode.MEAN, 5.0, 10, "Mean 5 mm"),
    (SlabMode.MINIP, 7.3, 10, "MinIP 7.3 mm"), (SlabMode.MEAN, 1.0, 10, "Mean 2.5 mm"),
    (SlabMode.MEAN, 5.0, 0, "Mean 3.75 mm of 5 mm"), (SlabMode.MIP, 10.0, 19, "MIP 6.25 mm of 10 mm"),
])  # fmt: skip
def test_the_label_says_what_was_used(mode: SlabMode, mm: float, index: int, text: str) -> None:
    image = noise(VolumeGeometry((6, 5, 20), (1.0, 1.0, 2.5), (0, 0, 0), STRAIGHT))
    assert (text, "overlay") in _top_right(viewport(image, Plane.AXIAL, index, Slab(mode, mm)))
