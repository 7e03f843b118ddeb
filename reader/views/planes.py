"""Planes of a volume and frames of a stack: which pixel of a picture lies where in the patient.

Pixels are counted continuously, the centre of the first one is (0, 0). Slices run as radiologists scroll:
axial from head to feet, coronal from front to back, sagittal from the patient's right to the left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.study.calibration import Region
from reader.study.model import Instance, Series
from reader.terms.calibration import IN_PATIENT, Calibrated
from reader.volume.model import Stack, Volume, VolumeGeometry

Vector = tuple[float, float, float]


class Plane(Enum):
    """What a viewport shows of its series."""

    AXIAL = "axial"
    CORONAL = "coronal"
    SAGITTAL = "sagittal"
    VOLUME = "volume"
    STACK = "stack"

    __hash__ = object.__hash__  # Enum's own is Python, and frames are looked up by plane many times a painting


ORTHOGONAL = (Plane.AXIAL, Plane.CORONAL, Plane.SAGITTAL)

# What the screen's right, its down and the next slice mean in LPS, for a patient as radiologists look at one.
_ANATOMY: dict[Plane, tuple[Vector, Vector, Vector]] = {
    Plane.AXIAL: ((1, 0, 0), (0, 1, 0), (0, 0, -1)),
    Plane.CORONAL: ((1, 0, 0), (0, 0, -1), (0, 1, 0)),
    Plane.SAGITTAL: ((0, 1, 0), (0, 0, -1), (1, 0, 0)),
}


@dataclass(frozen=True)
class Frame:
    """One family of parallel pictures.

    size: (columns, rows, slices). origin: pixel (0, 0) of slice 0. right, down, step: one pixel to the right,
    one down, one slice on, in LPS mm where `in_patient`, else in pixels of the image (calibrated where
    `spacing` says so). axes: the voxel axes (0 = i, 1 = j, 2 = k) behind columns, rows and slices, and their
    signs. spacing: mm between columns and between rows; where unknown (1, height of a pixel by its width).
    calibration: how mm are known, None where they are not. regions: of an ultrasound image, which alone say what
    its pixels measure, where it has some.
    """

    plane: Plane
    size: tuple[int, int, int]
    origin: Vector
    right: Vector
    down: Vector
    step: Vector
    in_patient: bool
    spacing: tuple[float, float]
    calibration: Calibrated | None = None
    regions: tuple[Region, ...] = ()
    axes: tuple[tuple[int, int], ...] = ((0, 1), (1, 1), (2, 1))
    thickness: float | None = None

    @property
    def matrix(self) -> NDArray[np.float64]:
        """4×4: (column, row, slice, 1) → LPS mm (or pixels of the image)."""
        matrix = np.eye(4)
        matrix[:3, 0], matrix[:3, 1], matrix[:3, 2], matrix[:3, 3] = self.right, self.down, self.step, self.origin
        return matrix

    def to_point(self, pixel: Sequence[float]) -> Vector:
        """(column, row, slice) → point."""
        o, r, d, s = self.origin, self.right, self.down, self.step
        c, w, n = pixel
        x, y, z = (float(o[a] + c * r[a] + w * d[a] + n * s[a]) for a in range(3))
        return (x, y, z)

    @cached_property
    def back(self) -> NDArray[np.float64]:
        """3×3: away from pixel (0, 0) of slice 0 → (column, row, slice)."""
        back = np.asarray(np.linalg.inv(self.matrix[:3, :3]), dtype=np.float64)
        back.flags.writeable = False
        return back

    @cached_property
    def _rows_back(self) -> list[list[float]]:
        rows: list[list[float]] = self.back.tolist()
        return rows

    def to_pixel(self, point: Sequence[float]) -> Vector:
        """Point → (column, row, slice), continuous; slice is the signed distance in slices from slice 0."""
        x, y, z = (p - o for p, o in zip(point, self.origin, strict=True))
        c, r, n = (float(a * x + b * y + d * z) for a, b, d in self._rows_back)
        return (c, r, n)

    def to_pixels(self, points: Sequence[Sequence[float]]) -> list[Vector]:
        """Several at once."""
        away = np.asarray(points, dtype=np.float64).reshape(-1, 3) - np.asarray(self.origin)
        return [(c, r, n) for c, r, n in (away @ self.back.T).tolist()]

    @cached_property
    def normal(self) -> Vector:
        """Unit vector at right angles to the picture, towards the next slice."""
        cross = np.cross(self.right, self.down)
        cross = cross / np.linalg.norm(cross)
        if float(np.dot(cross, self.step)) < 0:
            cross = -cross
        return (float(cross[0]), float(cross[1]), float(cross[2]))

    @cached_property
    def slice_mm(self) -> float:
        """Distance between slices along the normal."""
        return abs(float(np.dot(self.normal, self.step)))

    @property
    def flat(self) -> NDArray[np.float64]:
        """2×2: (columns, rows) to the right and down → the same way in the picture's plane by right angles, in mm
        where calibrated. Rows of a plane across a tilted gantry are not at right angles to its columns."""
        right, down = self.spacing
        if not self.in_patient:
            return np.diag((right, down))
        across = float(np.dot(self.right, self.down)) / float(np.linalg.norm(self.right))
        return np.array(((right, across), (0.0, (down**2 - across**2) ** 0.5)))

    @property
    def drift(self) -> tuple[float, float]:
        """How far a line along the normal goes from slice to slice, in columns and rows; 0 unless tilted."""
        along = np.asarray(self.normal) * self.slice_mm
        column, row, _ = np.linalg.solve(self.matrix[:3, :3], along)
        return (round(float(column), 9), round(float(row), 9))

    @property
    def stored(self) -> bool:
        """True where the pictures are the stored slices, pixel by pixel (perhaps mirrored)."""
        return self.axes[2][0] == 2

    def slice_of(self, index: int) -> int:
        """The slice of picture `index`: each image of a stack has a frame of its own, and is its only one."""
        return 0 if self.plane is Plane.STACK else index

    def stored_index(self, index: int) -> int:
        """The voxel index along the slice axis of picture `index`."""
        return index if self.axes[2][1] > 0 else self.size[2] - 1 - index


def index_axes(geometry: VolumeGeometry) -> tuple[int, int, int]:
    """The voxel axis nearest to x, to y and to z, each used once."""
    cosines = np.abs(geometry.axes)
    x, y, z = max(permutations(range(3)), key=lambda p: sum(cosines[a, p[a]] for a in range(3)))
    return (x, y, z)


def acquired_plane(geometry: VolumeGeometry) -> Plane:
    """The plane in which the slices were acquired (or the one nearest to it)."""
    axis = index_axes(geometry).index(2)
    return (Plane.SAGITTAL, Plane.CORONAL, Plane.AXIAL)[axis]


@lru_cache(maxsize=256)  # asked for many times in every painting
def volume_frame(geometry: VolumeGeometry, plane: Plane) -> Frame:
    """The frame of a plane along the voxel grid: an oblique volume keeps its own axes, nothing is resampled."""
    nearest = index_axes(geometry)
    axes = []
    vectors = []
    for direction in _ANATOMY[plane]:
        patient_axis = int(np.argmax(np.abs(direction)))
        axis = nearest[patient_axis]
        unit = geometry.axes[:, axis]
        sign = 1 if float(np.dot(unit, direction)) >= 0 else -1
        axes.append((axis, sign))
        vector = unit * geometry.spacing[axis] * sign
        vectors.append((float(vector[0]), float(vector[1]), float(vector[2])))
    start = [0.0, 0.0, 0.0]
    for axis, sign in axes:
        start[axis] = 0.0 if sign > 0 else geometry.size[axis] - 1.0
    columns, rows, slices = (geometry.size[axis] for axis, _ in axes)
    return Frame(
        plane,
        (columns, rows, slices),
        geometry.to_patient((start[0], start[1], start[2])),
        vectors[0],
        vectors[1],
        vectors[2],
        in_patient=True,
        spacing=(geometry.spacing[axes[0][0]], geometry.spacing[axes[1][0]]),
        calibration=IN_PATIENT,
        axes=tuple(axes),
        thickness=geometry.spacing[axes[2][0]],
    )


def oriented(volume: Volume, frame: Frame) -> NDArray[Any]:
    """The voxels as [slice, row, column] of the frame: a view of the one array, never a copy."""
    return _turned(volume.voxels, frame)


def _turned(array: NDArray[Any], frame: Frame) -> NDArray[Any]:
    """[k, j, i] as [slice, row, column] of the frame."""
    columns, rows, slices = frame.axes
    turned = np.transpose(array, (2 - slices[0], 2 - rows[0], 2 - columns[0]))
    return turned[:: slices[1], :: rows[1], :: columns[1]]


def image_in(
    volume: Volume, frame: Frame, index: int, values: NDArray[Any] | None = None
) -> NDArray[np.bool_] | None:
    """Where picture `index` of a plane is an image: [row, column]; None where all of it is. values: that picture,
    where the caller has it.

    No image: slices that are missing, padding (PS3.3 C.7.5.1.1.2), and what a computed volume has no value for.
    """
    values = oriented(volume, frame)[index] if values is None else values
    paddings, floating = volume.paddings, values.dtype.kind == "f"
    if volume.complete and paddings is None and not floating:
        return None

    def lying(by_slice: NDArray[Any]) -> NDArray[Any]:
        turned = _turned(by_slice[:, np.newaxis, np.newaxis], frame)
        return np.asarray(turned[index if len(turned) > 1 else 0])

    there = np.broadcast_to(lying(volume.present), values.shape)
    if paddings is not None:
        low, high = map(lying, paddings)
        there = there & ~((values >= low) & (values <= high))
    if floating:
        there = there & ~np.isnan(values)
    return None if there.all() else there


def instance_of(series: Series, sop_instance_uid: str) -> Instance | None:
    return next((i for i in series.instances if i.sop_instance_uid == sop_instance_uid), None)


def stack_frame(series: Series, stack: Stack, index: int) -> Frame:
    """The frame of one image of a stack: in the patient where it has an Image Plane, else in its pixels."""
    return frame_of(*stored_image(series, stack, index), len(stack.frames))


def stored_image(series: Series, stack: Stack, index: int) -> tuple[Instance | None, int, tuple[int, int]]:
    """Whose image this is, as far as it is known, which frame of it, and its (columns, rows)."""
    uid, number = stack.frames[index]
    instance, pixels = stack.instances.get(uid) or instance_of(series, uid), stack.pixels[index]
    if pixels is not None:
        return instance, number, (int(pixels.shape[1]), int(pixels.shape[0]))
    if instance is not None and instance.is_image:
        return instance, number, (instance.columns, instance.rows)
    return instance, number, (512, 512)


def frame_of(instance: Instance | None, number: int, shape: tuple[int, int], count: int) -> Frame:
    """The frame of frame `number` of an instance, one of `count` images of a stack. shape: (columns, rows)."""
    size = (*shape, count)
    planes = instance.planes if instance is not None else ()
    plane = planes[number - 1] if 0 < number <= len(planes) else None
    if plane is not None and min(plane.spacing) > 0:
        right = tuple(c * plane.spacing[1] for c in plane.row)
        down = tuple(c * plane.spacing[0] for c in plane.column)
        normal = np.cross(plane.row, plane.column)
        return Frame(
            Plane.STACK,
            size,
            plane.position,
            (right[0], right[1], right[2]),
            (down[0], down[1], down[2]),
            (float(normal[0]), float(normal[1]), float(normal[2])),
            in_patient=True,
            spacing=(plane.spacing[1], plane.spacing[0]),
            calibration=IN_PATIENT,
            thickness=plane.thickness,
        )
    known = instance.calibration if instance is not None else None
    axes: tuple[Vector, Vector, Vector, Vector] = ((0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1))
    if known is not None and not known.regions:
        return Frame(Plane.STACK, size, *axes, False, (known.column, known.row), known.by)
    aspect = instance.aspect if instance is not None else 1.0
    return Frame(
        Plane.STACK, size, *axes, False, (1.0, aspect), regions=known.regions if known is not None else ()
    )


def on_picture(frame: Frame, pixel: tuple[float, float]) -> tuple[float, float]:
    """The place on the picture that is nearest to (column, row): nothing beside it was imaged."""
    columns, rows, _ = frame.size
    return (min(max(pixel[0], -0.5), columns - 0.5), min(max(pixel[1], -0.5), rows - 0.5))


OBLIQUE = 0.1
"""Components of a direction under this (about 6°) are not told."""


def direction_letters(direction: Sequence[float], threshold: float = OBLIQUE) -> str:
    """Where a direction in LPS points to, as PS3.3 C.7.6.1.1.1 writes it: "L", "PL", "FAR".

    The greatest component comes first; components under `threshold` (about 6°) are left out.
    """
    vector = np.asarray(direction, dtype=np.float64)
    length = float(np.linalg.norm(vector))
    if length == 0:
        return ""
    vector = vector / length
    order = sorted(range(3), key=lambda a: -abs(vector[a]))
    pairs = (("L", "R"), ("P", "A"), ("H", "F"))
    return "".join(pairs[a][0 if vector[a] > 0 else 1] for a in order if abs(vector[a]) >= threshold)


def opposite_letters(letters: str) -> str:
    """The letters of the opposite direction ("PL" → "AR")."""
    return letters.translate(str.maketrans("LRPAHF", "RLAPFH"))
