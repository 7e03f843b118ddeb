"""Straightening a tilted volume: a known function of position comes out at the right positions."""

from __future__ import annotations

import math

import numpy as np

from reader.study.model import ImagePlane
from reader.volume.model import Part, Stack, Volume, VolumeGeometry
from reader.volume.resample import can_be_regular, is_sheared, regular, straighten


def field(points: np.ndarray) -> np.ndarray:
    return points @ np.array([3.0, -2.0, 1.5]) + 400


def volume_of(geometry: VolumeGeometry) -> Volume:
    k, j, i = np.indices(geometry.size[::-1])
    index = np.stack((i, j, k, np.ones_like(i)), axis=-1).astype(np.float64)
    values = field((index @ geometry.index_to_patient.T)[..., :3])
    slices = geometry.size[2]
    return Volume("1", geometry, np.rint(values * 10).astype(np.int16), np.ones(slices, np.bool_), (None,) * slices)


def test_straighten() -> None:
    tilt = math.radians(18.5)
    step = np.array([0.0, math.sin(tilt), math.cos(tilt)])
    axes = np.stack(((1.0, 0, 0), (0, 1.0, 0), step), axis=1).reshape(9)
    tilted = volume_of(
        VolumeGeometry((30, 40, 12), (0.8, 0.7, 2.5), (-10, 5, 20), tuple(float(v) for v in axes))  # type: ignore[arg-type]
    )
    assert is_sheared(tilted.geometry)
    straight = straighten(tilted)
    assert not is_sheared(straight.geometry) and straight.geometry.issues == ("straightened",)
    checked = 0
    for k in range(12):
        for j in range(0, straight.geometry.size[1], 5):
            point = straight.geometry.to_patient((15, j, k))
            old = tilted.geometry.to_index(point)
            if all(0 <= old[n] <= tilted.geometry.size[n] - 1 for n in range(3)):
                value = straight.value_at(point)
                assert value is not None and abs(value - 10 * float(field(np.array(point)))) < 1.01
                checked += 1
    assert checked > 40


def plane(z: float) -> ImagePlane:
    return ImagePlane((0.0, 0.0, z), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 1.0), 1.0)


def test_uneven_slices_come_onto_an_even_grid_and_wide_gaps_stay_open() -> None:
    """A field that rises along z is right at every even slice; where no slice is near, none is made up."""
    heights = [0.0, 1.0, 2.0, 2.5, 3.0, 4.0, 9.0, 10.0]
    places = {(f"2.25.{n}", 1): plane(z) for n, z in enumerate(heights)}
    pixels = [np.full((6, 5), round(100 * z), np.int16) for z in heights]
    stack = Stack("1", tuple(places), list(pixels), (False,) * 8)
    part = Part((stack,), issues=("uneven",))
    assert can_be_regular(part, places.get)
    (made,) = regular(part, places.get).images
    assert isinstance(made, Volume) and made.geometry.resampled and made.voxels.flags.c_contiguous
    assert made.geometry.size == (5, 6, 11) and made.geometry.spacing == (1.0, 1.0, 1.0)
    assert [k for k in range(11) if not made.present[k]] == [5, 6, 7, 8]
    for k in range(11):
        assert made.geometry.to_patient((0, 0, k))[2] == k
        assert not made.present[k] or (made.voxels[k] == 100 * k).all()
    even = Part((Stack("1", tuple(places)[:3], pixels[:3], (False,) * 3),))
    assert not can_be_regular(even, places.get)


def test_every_time_of_a_4d_part_is_straightened() -> None:
    tilt = math.radians(10)
    axes = np.stack(((1.0, 0, 0), (0, 1.0, 0), (0.0, math.sin(tilt), math.cos(tilt))), axis=1).reshape(9)
    geometry = VolumeGeometry((6, 5, 8), (1, 1, 2), (0, 0, 0), tuple(float(v) for v in axes))  # type: ignore[arg-type]
    part = Part(tuple(volume_of(geometry) for _ in range(3)), phases=("t 1/3", "t 2/3", "t 3/3"))
    assert can_be_regular(part, lambda _: None)
    made = regular(part, lambda _: None)
    assert len(made.images) == 3 and made.phases == part.phases
    assert all(isinstance(i, Volume) and not is_sheared(i.geometry) and i.geometry.resampled for i in made.images)
