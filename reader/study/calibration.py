"""What a pixel measures in images that have no place in the patient: projections, ultrasound, scanned film.

By PS3.3 10.7.1 (Pixel Spacing Calibration) and C.8.5.5 (Ultrasound Region Calibration).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reader.dicom.attributes import Attributes, number, text, vector, whole
from reader.dicom.values import Code
from reader.terms.calibration import IN_PATIENT, Basis, Calibrated
from reader.terms.units import MILLIMETRE, ULTRASOUND_AXES

CROSS_SECTIONS = ("CT", "MR", "PT", "NM", "OPT", "OCT", "IVUS", "IVOCT")
"""Modalities whose Pixel Spacing is in the patient, also of an image without a position."""

_SAME = 1e-4
"""Relative: Pixel Spacing that is Imager Pixel Spacing written in another way."""
_MAGNIFIES = (1.0, 10.0)

_ENDS = (0x00186018, 0x0018601A, 0x0018601C, 0x0018601E)


@dataclass(frozen=True)
class Axis:
    """What one pixel along rows or columns stands for. size: above 0, in `unit`."""

    size: float
    unit: Code


@dataclass(frozen=True)
class Region:
    """A part of an ultrasound image with scales of its own, None where an axis has none (text, an ECG's height).

    box: first column, first row, last column, last row, from 0, its edges included. below: another region that
    overlaps it counts (Region Flags (0018,6016) bit 0: low priority).
    """

    box: tuple[float, float, float, float]
    across: Axis | None = None
    down: Axis | None = None
    below: bool = False

    def has(self, pixel: tuple[float, float]) -> bool:
        """(column, row) of a pixel's centre, continuous; a pixel reaches half of one around it."""
        left, top, right, bottom = self.box
        return left - 0.5 <= pixel[0] <= right + 0.5 and top - 0.5 <= pixel[1] <= bottom + 0.5

    @property
    def spatial(self) -> bool:
        return all(axis is not None and axis.unit == MILLIMETRE for axis in (self.across, self.down))


@dataclass(frozen=True)
class Calibration:
    """row, column: mm between rows and between columns. regions: where it has some, they alone say what pixels
    measure, and outside of them pixels measure nothing; row and column are then 0."""

    row: float
    column: float
    by: Calibrated = IN_PATIENT
    regions: tuple[Region, ...] = ()


def calibration_from(source: Attributes, modality: str) -> Calibration | None:
    """None where nothing calibrates the image, or nothing that can be believed."""
    regions = tuple(_regions(source))
    if regions:
        return Calibration(0.0, 0.0, regions=regions)
    spacing, imager = _spacing(source, 0x00280030), _spacing(source, 0x00181164)
    if spacing is not None and (imager is None or not _alike(spacing, imager)):
        return Calibration(*spacing, _stated(source, modality, imager is not None))
    if imager is not None:
        by = _magnification(source)
        return Calibration(imager[0] / by.factor, imager[1] / by.factor, by)
    nominal = _spacing(source, 0x00182010)
    return Calibration(*nominal, Calibrated(Basis.NOMINAL)) if nominal is not None else None


def calibration_from_record(record: Mapping[str, Any]) -> Calibration:
    """From `dataclasses.asdict`, through JSON. Raises TypeError, KeyError or ValueError for anything else."""
    by = Calibrated(Basis(record["by"]["basis"]), float(record["by"]["factor"]))
    regions = tuple(
        Region(tuple(region["box"]), _axis(region["across"]), _axis(region["down"]), region["below"])
        for region in record["regions"]
    )
    return Calibration(float(record["row"]), float(record["column"]), by, regions)


def _axis(record: Mapping[str, Any] | None) -> Axis | None:
    return Axis(float(record["size"]), Code(**record["unit"])) if record is not None else None


def _spacing(source: Attributes, tag: int) -> tuple[float, float] | None:
    found = vector(source, tag, 2)
    return (found[0], found[1]) if found and min(found) > 0 else None


def _alike(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(a - b) <= _SAME * b for a, b in zip(one, other, strict=True))


def _stated(source: Attributes, modality: str, corrected: bool) -> Calibrated:
    """Of a Pixel Spacing of its own. corrected: it differs from the spacing at the detector."""
    kind = text(source, 0x00280A02).upper()  # Pixel Spacing Calibration Type
    if kind in ("GEOMETRY", "FIDUCIAL"):
        return Calibrated(Basis(kind.lower()))
    cross_section = modality in CROSS_SECTIONS and not corrected
    return Calibrated(Basis.PATIENT if cross_section else Basis.UNSTATED)


def _magnification(source: Attributes) -> Calibrated:
    stated = number(source, 0x00181114)  # Estimated Radiographic Magnification Factor
    if _MAGNIFIES[0] <= stated <= _MAGNIFIES[1]:
        return Calibrated(Basis.MAGNIFICATION, stated)
    detector, patient = number(source, 0x00181110), number(source, 0x00181111)
    if patient > 0 and _MAGNIFIES[0] < detector / patient <= _MAGNIFIES[1]:
        return Calibrated(Basis.DISTANCES, detector / patient)
    return Calibrated(Basis.DETECTOR)


def _regions(source: Attributes) -> list[Region]:
    found = []
    for item in source.items(0x00186011):
        ends = [end for tag in _ENDS for end in item.numbers(tag)[:1]]
        if len(ends) != 4 or ends[2] < ends[0] or ends[3] < ends[1]:
            continue
        across = _scale(item, 0x00186024, 0x0018602C)
        down = _scale(item, 0x00186026, 0x0018602E)
        box = (ends[0], ends[1], ends[2], ends[3])
        found.append(Region(box, across, down, bool(whole(item, 0x00186016) & 1)))
    return found


def _scale(item: Attributes, units: int, delta: int) -> Axis | None:
    unit, size = ULTRASOUND_AXES.get(whole(item, units)), abs(number(item, delta))
    if unit is None or not 0 < size < float("inf"):
        return None
    return Axis(size * 10 if unit == MILLIMETRE else size, unit)
