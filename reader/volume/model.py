"""Voxels and their geometry, apart from each other.

Frame of reference everywhere: DICOM's patient coordinates, LPS, millimetres. Index order of points is
(i, j, k) = (column, row, slice); index order of arrays is [k, j, i].
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psygnal import Signal

from reader.dicom.pixels.overlays import Overlay
from reader.study.model import Instance

Vector = tuple[float, float, float]
Entry = tuple[str, int]
"""A stored image: SOP Instance UID and frame, from 1."""


_REVISIONS = itertools.count(1)


@dataclass(frozen=True)
class VolumeGeometry:
    """Where a regular grid of voxels lies.

    size: (columns, rows, slices). spacing: mm along i, j, k, positive. origin: centre of voxel (0, 0, 0).
    direction: 3×3, its columns are the unit vectors of i, j and k; row-major like SimpleITK's.
    issues: what was found and left as it is ("gantry tilt", "missing slices", "uneven spacing"), in words (`Told`).
    resampled: the voxels were computed on this grid, not acquired on it.
    """

    size: tuple[int, int, int]
    spacing: Vector
    origin: Vector
    direction: tuple[float, float, float, float, float, float, float, float, float]
    issues: tuple[str, ...] = ()
    resampled: bool = False

    def __post_init__(self) -> None:
        if min(self.size) < 1 or min(self.spacing) <= 0:
            raise ValueError(f"no grid of size {self.size} and spacing {self.spacing}")

    @property
    def axes(self) -> NDArray[np.float64]:
        """3×3 matrix whose columns are the unit vectors of i, j, k."""
        return np.array(self.direction, dtype=np.float64).reshape(3, 3)

    @property
    def index_to_patient(self) -> NDArray[np.float64]:
        """4×4 matrix: (i, j, k, 1) → (x, y, z, 1) in LPS mm."""
        matrix = np.eye(4)
        matrix[:3, :3] = self.axes * np.array(self.spacing)
        matrix[:3, 3] = self.origin
        return matrix

    def to_patient(self, index: Vector) -> Vector:
        x, y, z, _ = self.index_to_patient @ np.array([*index, 1.0])
        return (float(x), float(y), float(z))

    def to_index(self, point: Vector) -> Vector:
        i, j, k, _ = np.linalg.inv(self.index_to_patient) @ np.array([*point, 1.0])
        return (float(i), float(j), float(k))

    def moved(self, matrix: NDArray[np.float64]) -> VolumeGeometry:
        """The same grid in other coordinates: matrix is 4×4, from these to those."""
        placed = matrix @ self.index_to_patient
        spacing = np.linalg.norm(placed[:3, :3], axis=0)
        x, y, z = (float(v) for v in placed[:3, 3])
        i, j, k = (float(v) for v in spacing)
        direction = tuple(float(v) for v in (placed[:3, :3] / spacing).ravel())
        return replace(self, spacing=(i, j, k), origin=(x, y, z), direction=direction)  # type: ignore[arg-type]

    @property
    def centre(self) -> Vector:
        i, j, k = self.size
        return self.to_patient(((i - 1) / 2, (j - 1) / 2, (k - 1) / 2))


def without_padding(
    values: NDArray[Any], padding: tuple[float, float] | None, scale: tuple[float, float] = (1.0, 0.0)
) -> NDArray[np.bool_] | None:
    """Which array values are an image: neither padding nor NaN; None where all of them are.

    padding: lowest and highest modality value that is none. scale: array value → modality value.
    """
    there: NDArray[np.bool_] | None = None
    if padding is not None:
        low, high = sorted((end - scale[1]) / scale[0] for end in padding)
        there = (values < low) | (values > high)
    if values.dtype.kind == "f":
        numbers = ~np.isnan(values)
        there = numbers if there is None else there & numbers
    return None if there is None or bool(there.all()) else there


@dataclass
class Volume:
    """One contiguous array of modality values (HU where units is "HU") that VTK shares without a copy.

    voxels: shape (slices, rows, columns), int16, uint16, uint8 or float32; filled while slices arrive.
    present[k]: slice k is there. slices[k]: (SOP Instance UID, frame number from 1), None where missing.
    scale: stored array value → modality value, value = array * scale[0] + scale[1] (1, 0 for most).
    blank: the array value of voxels without an image, of a computed volume; None where headers tell it by slice.
    instances: what the headers of the images that came say, by UID. embedded: overlays found in pixel bits.
    filled(k) is emitted on the main thread after slice k was written, -1 for several at once. revision: another
    number for other voxels, in this volume or in another; what is computed of them is kept by it.
    """

    series_uid: str
    geometry: VolumeGeometry
    voxels: NDArray[Any]
    present: NDArray[np.bool_]
    slices: tuple[tuple[str, int] | None, ...]
    units: str = ""
    scale: tuple[float, float] = (1.0, 0.0)
    instances: Mapping[str, Instance] = field(default_factory=dict, repr=False)
    embedded: dict[tuple[str, int], tuple[Overlay, ...]] = field(default_factory=dict, repr=False)
    blank: float | None = None
    revision: int = field(default_factory=_REVISIONS.__next__, init=False, compare=False)

    filled = Signal(int)

    def set_voxels(self, voxels: NDArray[Any]) -> None:
        """The same slices in another array, widened to another type."""
        self.voxels, self.revision = voxels, next(_REVISIONS)

    @property
    def complete(self) -> bool:
        return bool(self.present.all())

    @property
    def entries(self) -> tuple[Entry | None, ...]:
        """The stored image of each slice."""
        return self.slices

    def value_at(self, point: Vector) -> float | None:
        """The modality value of the voxel nearest to a point in LPS mm; None where there is no image."""
        i, j, k = (round(c) for c in self.geometry.to_index(point))
        columns, rows, slices = self.geometry.size
        if not (0 <= i < columns and 0 <= j < rows and 0 <= k < slices) or not self.present[k]:
            return None
        there = self.there(k, self.voxels[k, j : j + 1, i : i + 1])
        if there is not None and not there.any():
            return None
        return float(self.voxels[k, j, i]) * self.scale[0] + self.scale[1]

    def padding(self, k: int) -> tuple[float, float] | None:
        """(lowest, highest) modality value that is no image in slice k; None where every value is one."""
        if self.blank is not None:
            value = self.blank * self.scale[0] + self.scale[1]
            return value, value
        entry = self.slices[k]
        instance = self.instances.get(entry[0]) if entry is not None else None
        return instance.presentation.padding(entry[1] - 1) if instance is not None and entry is not None else None

    def there(self, k: int, values: NDArray[Any]) -> NDArray[np.bool_] | None:
        """Which array values of slice k are an image; None for all of them. A slice that is missing has none."""
        if not self.present[k]:
            return np.zeros(values.shape, np.bool_)
        return without_padding(values, self.padding(k), self.scale)

    @property
    def paddings(self) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
        """(lowest, highest) array value that is no image, by slice, NaN where every value is one; None: nowhere."""
        key = len(self.instances), int(np.count_nonzero(self.present))
        if self._paddings is None or self._paddings[0] != key:
            slope, intercept = self.scale
            each = [self.padding(k) or (math.nan, math.nan) for k in range(len(self.slices))]
            low, high = (np.array(found) for found in zip(*each, strict=True))
            known = not bool(np.isnan(low).all())
            ends = (low - intercept) / slope, (high - intercept) / slope
            self._paddings = key, (np.minimum(*ends), np.maximum(*ends)) if known else None
        return self._paddings[1]

    _paddings: tuple[tuple[int, int], tuple[NDArray[np.float64], NDArray[np.float64]] | None] | None = field(
        default=None, init=False, repr=False
    )


@dataclass
class Stack:
    """Images that form no volume: DR, ultrasound, cine. Frames in display order.

    frames[n]: (SOP Instance UID, frame number from 1). pixels[n]: 2-D modality values, or (rows, columns, 3)
    uint8 RGB; None until it has arrived. instances, embedded, revision: as of a Volume.
    """

    series_uid: str
    frames: tuple[tuple[str, int], ...]
    pixels: list[NDArray[Any] | None]
    inverted: tuple[bool, ...]
    units: str = ""
    frame_time_ms: float = 0.0
    instances: Mapping[str, Instance] = field(default_factory=dict, repr=False)
    embedded: dict[tuple[str, int], tuple[Overlay, ...]] = field(default_factory=dict, repr=False)
    revision: int = field(default_factory=_REVISIONS.__next__, init=False, compare=False)

    filled = Signal(int)

    @property
    def entries(self) -> tuple[Entry | None, ...]:
        """The stored image of each frame."""
        return self.frames


@dataclass(eq=False)
class Part:
    """What of a series belongs together: one stack, one volume, or one volume at several times.

    images: one a time; several are volumes of one geometry, views of one contiguous array [t, k, j, i]. label:
    "" where the series has one part. phases: what is said of each time ("t 3/12"), () for one. interval_ms:
    between two times, 0 where unknown. issues: what was found beside the geometry's, in words.
    """

    images: tuple[Volume | Stack, ...]
    label: str = ""
    phases: tuple[str, ...] = ()
    interval_ms: float = 0.0
    issues: tuple[str, ...] = ()

    @property
    def entries(self) -> Iterator[tuple[str, int]]:
        """Every stored image of it."""
        for image in self.images:
            yield from (entry for entry in image.entries if entry is not None)

    @property
    def count(self) -> int:
        """How many pictures it has, at all times together."""
        return sum(i.geometry.size[2] if isinstance(i, Volume) else len(i.frames) for i in self.images)

    def phase_of(self, meant: Callable[[Entry | None], bool]) -> int | None:
        """The first time at which one of the stored images that are meant lies, None where it is in none."""
        for phase, image in enumerate(self.images):
            if any(meant(entry) for entry in image.entries):
                return phase
        return None


@dataclass(eq=False)
class OpenedSeries:
    """The parts of one series, filled while it arrives. main: the one to show first."""

    series_uid: str
    parts: tuple[Part, ...]
    main: int = 0

    @classmethod
    def of(cls, image: Volume | Stack) -> OpenedSeries:
        """A series of one part."""
        return cls(image.series_uid, (Part((image,)),))

    def find(self, meant: Callable[[Entry | None], bool]) -> tuple[int, int] | None:
        """(part, phase) of the first of the stored images that are meant."""
        for number, part in enumerate(self.parts):
            phase = part.phase_of(meant)
            if phase is not None:
                return number, phase
        return None
