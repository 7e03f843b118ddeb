"""Where a finding is: from pixels of an image to the patient and back.

Frame of reference: DICOM's patient coordinates, LPS, mm. Pixels are SCOORD's (PS3.3 C.18.6.1.1): column and
row, the upper left corner of the first pixel at (0, 0), its centre at (0.5, 0.5).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reader.findings.model import ImageReference, Shape, ShapeKind, Vector
from reader.study.model import ImagePlane, Instance, Study


@dataclass(frozen=True)
class Cited:
    """An instance of the study with the series that holds it."""

    instance: Instance
    series_uid: str


class StudyIndex:
    """The instances of one exam by SOP Instance UID. Any thread."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self._cited = {
            instance.sop_instance_uid: Cited(instance, series.series_uid)
            for series in study.series
            for instance in series.instances
        }
        self._shown = frozenset(series.series_uid for series in study.series if series.is_image)
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
        cited = self.get(image.sop_instance_uid)
        return cited is not None and cited.series_uid in self._shown

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

    def nearest(self, point: Vector) -> ImageReference | None:
        """The image whose plane is nearest to a point and holds it, within half a slice (at least 2.5 mm)."""
        best: tuple[float, ImageReference] | None = None
        for series in self.study.series:
            if not series.is_image:  # a SEG has planes too
                continue
            for instance in series.instances:
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


def centre(shapes: Iterable[Shape]) -> Vector | None:
    """The middle of the box around what is drawn in the patient: where one looks; None where nothing is."""
    points: list[Vector] = []
    for shape in shapes:
        if shape.in_patient and shape.points:
            points.extend(shape.points[:1] if shape.kind is ShapeKind.CIRCLE else shape.points)
    if not points:
        return None
    values: NDArray[np.float64] = np.asarray(points, dtype=np.float64)
    x, y, z = (values.min(axis=0) + values.max(axis=0)) / 2
    return (float(x), float(y), float(z))
