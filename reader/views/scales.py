"""Which scale holds at a place of a picture: millimetres, the axes of an ultrasound region, or pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reader.dicom.values import Code
from reader.study.calibration import Axis, Region
from reader.terms.calibration import IN_PATIENT, Calibrated
from reader.terms.units import MILLIMETRE, PIXELS
from reader.views.planes import Frame

Pixel = tuple[float, float]

_STRAIGHT = 1.0
"""A line so many pixels off an axis is along it, as a hand draws one."""


@dataclass(frozen=True, eq=False)
class Scale:
    """flat: 2×2, (columns, rows) → to the right and down by right angles, in mm or, where they are not known, in
    pixels as wide as high. calibrated: how mm are known, None for pixels. region: of an ultrasound image."""

    flat: NDArray[np.float64]
    calibrated: Calibrated | None = None
    region: Region | None = None

    @property
    def in_mm(self) -> bool:
        return self.calibrated is not None

    @property
    def method(self) -> Code | None:
        """The Measurement Method of a length or an area."""
        return self.calibrated.code if self.calibrated is not None else None

    def length(self, points: Sequence[Pixel]) -> float:
        """Along a line through points, in mm or in pixels as wide as high."""
        parts = self.flat @ np.diff(np.asarray(points, dtype=np.float64), axis=0).T
        return float(np.hypot(*parts).sum())

    @property
    def unit(self) -> Code:
        """Of a length."""
        return MILLIMETRE if self.in_mm else PIXELS

    def axis(self, first: Pixel, second: Pixel) -> Axis | None:
        """The axis that two points are apart along, in a region whose axes mean different things; else None."""
        if self.region is None or self.in_mm:
            return None
        across, down = abs(second[0] - first[0]), abs(second[1] - first[1])
        if down < min(_STRAIGHT, across):
            return self.region.across
        return self.region.down if across < min(_STRAIGHT, down) else None


def scale_at(frame: Frame, pixels: Sequence[Pixel]) -> Scale:
    """For what is measured between these points, (column, row): all of them have to be in one region."""
    if frame.calibration is not None:
        return Scale(frame.flat, frame.calibration)
    region = _common_region(frame.regions, pixels)
    if region is None or not region.spatial or region.across is None or region.down is None:
        return Scale(frame.flat, None, region)
    return Scale(np.diag((region.across.size, region.down.size)), IN_PATIENT, region)


def even_mm(frame: Frame) -> float | None:
    """mm of one pixel where all regions of an ultrasound image agree, along both axes; else None."""
    spatial = [r for r in frame.regions if r.spatial]
    sizes = {round(axis.size, 9) for r in spatial for axis in (r.across, r.down) if axis is not None}
    return sizes.pop() if len(sizes) == 1 and len(spatial) == len(frame.regions) else None


def mm_of(frame: Frame | None) -> float | None:
    """mm of what a `ScreenMap` counts as one, where that is the same in all of the picture; None where it isn't
    known."""
    if frame is None:
        return None
    return 1.0 if frame.calibration is not None else even_mm(frame)


def _common_region(regions: Sequence[Region], pixels: Sequence[Pixel]) -> Region | None:
    """Which one all of the pixels lie in, and whose axes hold at each of them, also where a region of the same axes
    lies over it (a colour box in the picture of the tissue)."""
    axes = {(at.across, at.down) if (at := _region_at(regions, pixel)) is not None else None for pixel in pixels}
    around = (region for region in regions if all(region.has(pixel) for pixel in pixels))
    return next((region for region in around if axes == {(region.across, region.down)}), None)


def _region_at(regions: Sequence[Region], pixel: Pixel) -> Region | None:
    """Of several the one of high priority, then the smaller one (PS3.3 C.8.5.5.1.2)."""
    there = [region for region in regions if region.has(pixel)]
    return min(there, key=lambda region: (region.below, _area(region)), default=None)


def _area(region: Region) -> float:
    left, top, right, bottom = region.box
    return (right - left) * (bottom - top)
