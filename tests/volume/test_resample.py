"""Straightening a tilted volume: a known function of position comes out at the right positions."""

from __future__ import annotations

import math

import numpy as np

from reader.volume.model import Volume, VolumeGeometry
from reader.volume.resample import is_sheared, straighten


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
    assert not is_sheared(straight.geometry) and straight.geometry.issues == ("straightened by computation",)
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
