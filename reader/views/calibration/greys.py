"""From P-values to the grey levels of a display that was measured, so that it shows them by the GSDF (PS3.14)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reader.views.calibration import gsdf
from reader.views.calibration.evaluation import contradictions
from reader.views.calibration.record import MOST_LEVEL, Calibration, DisplayRecord, GreysBy


def look_up(calibration: Calibration) -> NDArray[np.uint8] | None:
    """The grey level of each P-value, 256 of them; None where the calibration contradicts itself.

    P-values are spread evenly over the just noticeable differences that the display has in its room. Between levels
    that were measured the JND index, which is nearly a straight line there, is interpolated.
    """
    if contradictions(calibration):
        return None
    levels, indices = _measured(calibration)
    wanted = np.linspace(indices[0], indices[-1], MOST_LEVEL + 1)
    found: NDArray[np.uint8] = np.rint(np.interp(wanted, indices, levels)).astype(np.uint8)
    return found


def shown(record: DisplayRecord) -> Calibration | None:
    """What would be measured of the display as images are shown on it: with the look-up, where that is used."""
    calibration = record.calibration
    if calibration is None or record.greys is GreysBy.DISPLAY or (table := look_up(calibration)) is None:
        return calibration
    levels, indices = _measured(calibration)
    at = [int(level) for level, _ in calibration.ordered]
    luminances = gsdf.luminance(np.interp(table[at], levels, indices)) - calibration.ambient
    return replace(calibration, points=tuple(zip(map(float, at), map(float, luminances), strict=True)))


def _measured(calibration: Calibration) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Its levels, and the JND index of each in the light of its room."""
    levels, luminances = (np.array(column, np.float64) for column in zip(*calibration.ordered, strict=True))
    return levels, gsdf.index(luminances + calibration.ambient)
