"""What is kept of a display: what it is used for, what was measured of it, and who makes its grey levels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

LEVELS = tuple(range(0, 256, 15))
"""The 18 grey levels of 8 bits that are measured at first (AAPM TG18-LN)."""
MOST_LEVEL = 255


class Use(Enum):
    """Classes of AAPM TG18 and the ACR–AAPM–SIIM technical standard: primary, secondary, and neither."""

    UNSAID = ""
    DIAGNOSTIC = "diagnostic"
    REVIEW = "review"
    CLERICAL = "clerical"


class GreysBy(Enum):
    """Who makes P-values into the grey levels of the GSDF."""

    DISPLAY = "display"
    READER = "reader"


@dataclass(frozen=True)
class Calibration:
    """One measurement of a display, as it was stated: what contradicts itself is kept, and told by `evaluation`.

    points: (grey level of 8 bits, luminance in cd/m² without ambient light), in any order; NaN where what was
    stated is no number. ambient: luminance of the display switched off in the light of its room, cd/m². measured,
    due: None where no such date is stated. damaged: what was kept can't be read.
    """

    points: tuple[tuple[float, float], ...] = ()
    ambient: float = 0.0
    measured: date | None = None
    due: date | None = None
    by: str = ""
    instrument: str = ""
    damaged: bool = False

    @property
    def ordered(self) -> tuple[tuple[float, float], ...]:
        """The points from the lowest level up."""
        return tuple(sorted(self.points))


@dataclass(frozen=True)
class DisplayRecord:
    """calibration: None where nothing was ever measured."""

    use: Use = Use.UNSAID
    greys: GreysBy = GreysBy.DISPLAY
    calibration: Calibration | None = None
