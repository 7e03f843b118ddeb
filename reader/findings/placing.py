"""Where a finding is: from pixels of an image to the patient and back.

Frame of reference: DICOM's patient coordinates, LPS, mm. Pixels are SCOORD's (PS3.3 C.18.6.1.1): column and
row, the upper left corner of the first pixel at (0, 0), its centre at (0.5, 0.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from reader.findings.model import Finding, ImageReference, Shape, ShapeKind, Vector
from reader.spatial.space import Kinship, Space, Spaces
from reader.study.model import ImagePlane, Instance, Series, Study

MOST_POINTS = 65534 // 12
"""Of three single-precision numbers each: a longer Graphic Data (0070,0022) does not fit its 16-bit length
(PS3.5 7.1.2)."""

P = TypeVar("P")


@dataclass(frozen=True)
class Cited:
    """An instance of the study with the series that holds it."""

    instance: Instance
    series_uid: str


class StudyIndex:
    """The instances of one exam by SOP Instance UID, and the spaces that they are in. Any thread, one at a time."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.spaces = Spaces((study,))
        self._cited = {
            instance.sop_instance_uid: Cited(instance, series.series_uid)
            for series in study.series
            for instance in series.instances
        }
        shown = (instance for series in study.series for instance in series.pictures)
        self._shown = frozenset(instance.sop_instance_uid for instance in shown)
        self._steps: dict[str, float | None] = {}
        self.series_uids = frozenset(series.series_uid for series in study.series)

    def get(self, sop_instance_uid: str) -> Cited | None:
        return self._cited.get(sop_instance_uid)

    def reference(self, sop_class_uid: str, sop_instance_uid: str, frames: tuple[int, ...] = ()) -> ImageReference:
        """With class and series as the study has them. Of a single image no frame is named; what is no number of
        a frame is left out beside ones that are."""
        frames = tuple(number for number in frames if number >= 1) or frames
        cited = self.get(sop_instance_uid)
        if cited is None:
            return ImageReference(sop_class_uid, sop_instance_uid, frames)
        if frames == (1,) and cited.instance.frames <= 1:
            frames = ()
        return ImageReference(cited.instance.sop_class_uid, sop_instance_uid, frames, cited.series_uid)

    def is_image(self, image: ImageReference) -> bool:
        """False for documents and segmentations of the study, which can't be scrolled to."""
        return image.sop_instance_uid in self._shown

    def holds(self, image: ImageReference) -> bool:
        """Whether the image is in the study, and one of the frames that are meant is in the image."""
        cited = self.get(image.sop_instance_uid)
        if cited is None:
            return False
        most = cited.instance.frames if cited.instance.frames > 1 else max(image.frames, default=1)
        return not image.frames or any(1 <= number <= most for number in image.frames)

    def plane(self, image: ImageReference | None) -> ImagePlane | None:
        """The plane in which every frame that is meant lies.

        None where the image is absent, has no position, or its frames lie in several planes: then what is said of
        it holds in pixels, on each of them.
        """
        cited = self.get(image.sop_instance_uid) if image is not None else None
        if cited is None or image is None or not cited.instance.planes:
            return None
        planes = cited.instance.planes
        numbers = image.frames or range(1, len(planes) + 1)
        found = {planes[number - 1] if 1 <= number <= len(planes) else None for number in numbers}
        return found.pop() if len(found) == 1 else None

    def step(self, image: ImageReference | None) -> float | None:
        """From one image of its series to the next, along their normal, mm; None where they are not parallel or not
        evenly apart, or where it is not in the study."""
        cited = self.get(image.sop_instance_uid) if image is not None else None
        if cited is None:
            return None
        if cited.series_uid not in self._steps:
            self._steps[cited.series_uid] = self._step_of(cited.series_uid)
        return self._steps[cited.series_uid]

    def _step_of(self, series_uid: str) -> float | None:
        own = (series for series in self.study.series if series.series_uid == series_uid)
        planes = [plane for series in own for instance in series.instances for plane in instance.planes]
        if len(planes) < 2:
            return None
        first = planes[0]
        normal = np.cross(first.row, first.column)
        turned = max(np.abs(np.subtract((*first.row, *first.column), (*p.row, *p.column))).max() for p in planes)
        heights = np.unique(np.round([np.asarray(plane.position) @ normal for plane in planes], 3))
        gaps = np.diff(heights)
        if turned > 1e-3 or not gaps.size or gaps.max() > 1.1 * gaps.min():
            return None
        return float(np.median(gaps))

    def has_matrix(self, image: ImageReference | None, matrix: tuple[int, int]) -> bool:
        """Whether the image has so many rows and columns, or how many is not known."""
        cited = self.get(image.sop_instance_uid) if image is not None else None
        return cited is None or not cited.instance.rows or (cited.instance.rows, cited.instance.columns) == matrix

    def space(self, image: ImageReference | None) -> Space | None:
        """Where coordinates of an image hold; None where it is not in the exam."""
        if image is None or self.get(image.sop_instance_uid) is None:
            return None
        return self.spaces.of_image(image.sop_instance_uid)

    def nearest(self, point: Vector, space: Space | None, series_uid: str = "") -> ImageReference | None:
        """The image whose plane is nearest to a point and holds it, within half a slice (at least 2.5 mm).

        Of this series where it has one, else of any in the same space; None where that is not known.
        """
        series = [s for s in self.study.series if s.is_image]  # a SEG has planes too
        own = self._nearest(point, space, [s for s in series if s.series_uid == series_uid])
        return own or self._nearest(point, space, series)

    def _nearest(self, point: Vector, space: Space | None, among: Sequence[Series]) -> ImageReference | None:
        best: tuple[float, ImageReference] | None = None
        for instance in (instance for series in among for instance in series.pictures if instance.planes):
            here = self.spaces.of_image(instance.sop_instance_uid)
            if self.spaces.relation(space, here).kinship is not Kinship.SAME:
                continue
            for number, plane in enumerate(instance.planes, start=1):
                column, row, away = to_pixel(plane, point)
                distance = abs(away)
                if distance > max(plane.thickness or 0.0, 5.0) / 2 or (best and distance >= best[0]):
                    continue
                if 0 <= column <= instance.columns and 0 <= row <= instance.rows:
                    best = (distance, self.reference("", instance.sop_instance_uid, (number,)))
        return best[1] if best else None


def to_patient(plane: ImagePlane, column: float, row: float) -> Vector:
    """SCOORD pixels → LPS mm."""
    along = np.asarray(plane.row) * (column - 0.5) * plane.spacing[1]
    down = np.asarray(plane.column) * (row - 0.5) * plane.spacing[0]
    x, y, z = np.asarray(plane.position) + along + down
    return (float(x), float(y), float(z))


def to_pixel(plane: ImagePlane, point: Vector) -> Vector:
    """LPS mm → SCOORD column and row, and the distance from the plane in mm."""
    offset = np.asarray(point) - np.asarray(plane.position)
    column = float(offset @ np.asarray(plane.row)) / plane.spacing[1] + 0.5
    row = float(offset @ np.asarray(plane.column)) / plane.spacing[0] + 0.5
    return (column, row, float(offset @ np.cross(plane.row, plane.column)))


def settled(finding: Finding, spaces: Spaces, study: Study) -> Finding:
    """With the spaces that a draft of an earlier version does not state: those of the images that it names.

    What names no image is in the one space that the whole exam is in, and nowhere where there are several.
    """
    open_ = [shape for shape in finding.shapes if shape.in_patient and shape.space is None]
    if not open_ and (finding.place is None or finding.space is not None):
        return finding
    named = [finding.key_image, *(shape.image for shape in finding.shapes)]
    known = (spaces.of_image(i.sop_instance_uid, i.series_uid) for i in named if i is not None)
    space = next((found for found in known if found is not None), None) or spaces.sole(study)

    def settle(shape: Shape) -> Shape:
        if not shape.in_patient or shape.space is not None:
            return shape
        own = shape.image
        found = spaces.of_image(own.sop_instance_uid, own.series_uid) if own is not None else None
        return replace(shape, space=found or space)

    return replace(finding, shapes=tuple(map(settle, finding.shapes)), space=finding.space or space)


def space_of(shapes: Iterable[Shape]) -> Space | None:
    """Where their `centre` holds."""
    return next((shape.space for shape in shapes if shape.in_patient and shape.points), None)


def centre(shapes: Iterable[Shape]) -> Vector | None:
    """The middle of the box around what is drawn in the patient, of several spaces in that of the first: where one
    looks; None where nothing is."""
    points: list[Vector] = []
    drawn = [shape for shape in shapes if shape.in_patient and shape.points]
    for shape in drawn:
        if shape.space == drawn[0].space:
            points.extend(shape.points[:1] if shape.kind is ShapeKind.CIRCLE else shape.points)
    if not points:
        return None
    values: NDArray[np.float64] = np.asarray(points, dtype=np.float64)
    x, y, z = (values.min(axis=0) + values.max(axis=0)) / 2
    return (float(x), float(y), float(z))


def thinned(points: Sequence[P], most: int = MOST_POINTS) -> list[P]:
    """Evenly chosen points of a line that has more than an SR can hold, with both ends."""
    if len(points) <= most:
        return list(points)
    return [points[round(n * (len(points) - 1) / (most - 1))] for n in range(most)]
