"""What follows from the luminances of a display, and what contradicts itself in them.

L' is the measured luminance with that of ambient light; the contrast response is that of AAPM TG18 (section 4.3):
P-values are spread evenly over the just noticeable differences between L'min and L'max, and the contrast per JND
from one measured level to the next is compared with that of the GSDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from reader.core.text import tr
from reader.terms.units import LUMINANCE, with_unit
from reader.views.calibration import gsdf
from reader.views.calibration.record import MOST_LEVEL, Calibration

_MOST_NAMED = 3
"""Faults of one kind; a file with its columns exchanged has hundreds."""


@dataclass(frozen=True)
class Evaluation:
    """darkest, brightest: L'min and L'max, cd/m². jnds: between them. deviations: (grey level half way between two
    measured ones, deviation of the contrast there from the GSDF as a share: 0.1 is 10 % too much)."""

    darkest: float
    brightest: float
    jnds: float
    deviations: tuple[tuple[float, float], ...]

    @property
    def ratio(self) -> float:
        return self.brightest / self.darkest

    @property
    def worst(self) -> tuple[float, float]:
        """Where the contrast is farthest from the GSDF, and by how much."""
        return max(self.deviations, key=lambda found: abs(found[1]))

    @property
    def jnds_a_level(self) -> float:
        return self.jnds / MOST_LEVEL


def contradictions(calibration: Calibration) -> tuple[str, ...]:
    """What is wrong with the numbers, in words; nothing is concluded from them then."""
    if calibration.damaged:
        return (tr("What was saved of this calibration can't be read."),)
    found = tuple(_of_ambient(calibration)) + _few(list(_of_points(calibration)))
    return found or tuple(_of_all(calibration))


def doubtful_dates(calibration: Calibration, today: date) -> tuple[str, ...]:
    """What is wrong with its dates; being due is not."""
    measured, due = calibration.measured, calibration.due
    found = []
    if calibration.damaged:
        return ()
    if measured is None:
        found.append(tr("It is not known when it was measured."))
    elif measured > today:
        found.append(tr("It was measured in the future ({date}).", date=measured.isoformat()))
    if due is None:
        found.append(tr("It is not known until when it is valid."))
    elif measured is not None and due < measured:
        found.append(tr("It was due ({date}) before it was measured.", date=due.isoformat()))
    return tuple(found)


def is_overdue(calibration: Calibration, today: date) -> bool:
    return calibration.due is not None and calibration.due < today


def evaluated(calibration: Calibration) -> Evaluation | None:
    """None where its numbers contradict each other."""
    if contradictions(calibration):
        return None
    levels, luminances = (np.array(column) for column in zip(*calibration.ordered, strict=True))
    shown = luminances + calibration.ambient
    first, last = gsdf.index(shown[[0, -1]])
    indices = first + levels / MOST_LEVEL * (last - first)
    wanted = gsdf.luminance(indices)
    steps = np.diff(indices)

    def contrasts(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(2 * np.diff(values) / (values[1:] + values[:-1]) / steps)

    expected = contrasts(wanted)
    deviations = (contrasts(shown) - expected) / expected
    middles = (levels[1:] + levels[:-1]) / 2
    return Evaluation(
        float(shown[0]), float(shown[-1]), float(last - first),
        tuple(zip(map(float, middles), map(float, deviations), strict=True)),
    )  # fmt: skip


def _of_ambient(calibration: Calibration) -> Iterator[str]:
    ambient = calibration.ambient
    if not isfinite(ambient):
        yield tr("The ambient luminance is not a number.")
    elif ambient < 0:
        yield tr("The ambient luminance is negative.")


def _of_points(calibration: Calibration) -> Iterator[tuple[str, str]]:
    """Of each point by itself: the kind of fault, and the words."""
    seen: dict[float, float] = {}
    for level, luminance in calibration.points:
        if not isfinite(level) or level != int(level) or not 0 <= level <= MOST_LEVEL:
            yield "level", tr("{level} is not a grey level from 0 to 255.", level=f"{level:g}")
        elif not isfinite(luminance):
            yield "number", tr("Level {level}: the luminance is not a number.", level=f"{level:g}")
        elif luminance < 0:
            yield "negative", tr("Level {level}: the luminance is negative.", level=f"{level:g}")
        elif level in seen:
            yield "twice", tr("Level {level} is there twice.", level=f"{level:g}")
        seen[level] = luminance


def _few(faults: list[tuple[str, str]]) -> tuple[str, ...]:
    """The first of each kind, and that there are more."""
    said: list[str] = []
    for kind in dict.fromkeys(kind for kind, _ in faults):
        words = [text for one, text in faults if one == kind]
        said += words[:_MOST_NAMED] + ["…"] * (len(words) > _MOST_NAMED)
    return tuple(said)


def _of_all(calibration: Calibration) -> Iterator[str]:
    """Of points that are fine each by itself."""
    points = calibration.ordered
    if len(points) < 2:
        yield tr("At least two grey levels have to be measured.")
        return
    if points[0][0] != 0 or points[-1][0] != MOST_LEVEL:
        yield tr("Levels 0 and 255 have to be measured.")
    darker = []
    for (level, luminance), (next_level, next_luminance) in pairwise(points):
        values = {"level": f"{level:g}", "next": f"{next_level:g}"}
        if next_luminance < luminance:
            darker.append(("darker", tr("Level {next} is darker than level {level}.", **values)))
        elif next_luminance == luminance:
            darker.append(("same", tr("Levels {level} and {next} have the same luminance.", **values)))
    yield from _few(darker)
    least, most = points[0][1] + calibration.ambient, points[-1][1] + calibration.ambient
    if not darker and (least < gsdf.DARKEST or most > gsdf.BRIGHTEST):
        yield tr("{least} to {most} is beyond what the GSDF is defined for (0.05 to 4000).",
                 least=f"{least:.3g}", most=with_unit(f"{most:.4g}", LUMINANCE))  # fmt: skip
