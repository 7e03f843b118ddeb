"""Standardized uptake values: from what a PET image measures to how much that is of what was given, by body size.

After the vendor-neutral pseudo-code of QIBA (FDG-PET/CT Profile, annex G) and the SNMMI: the dose is decayed to the
start of the scan where the images are corrected to that (START), and is as injected where they are to that (ADMIN).
Where anything is missing or contradicts, there is no value, and it is said why; nothing is guessed. Any thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from reader.core.text import Told, mark, tr
from reader.study.uptake import Uptake

_NEEDED = frozenset(("ATTN", "DECY"))
_LEAST_DOSE, _MOST_DOSE = 1e5, 1e10
"""Bq: what is below was stated in MBq or mCi."""
_MOST_KG, _MOST_HALF_LIVES = 500.0, 10.0
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Suv:
    """Factors from modality values. body_weight: g/ml; lean_mass (Janmahasatian 2005) and james: g/ml; surface
    (Du Bois): cm²/ml; None where height or sex is missing. waited: seconds from the injection to the scan, 0 where
    the dose is not decayed."""

    body_weight: float
    lean_mass: float | None = None
    james: float | None = None
    surface: float | None = None
    waited: float = 0.0


def suv_of(images: Sequence[Uptake]) -> Suv | Told:
    """For all images of one series; else why there is none. images: at least one."""
    first = images[0]
    if any(one.of_series != first.of_series for one in images):
        return _lacking(mark("its images contradict each other"))
    if missing := _missing(first):
        return missing
    to_bqml = 1.0
    if first.units == "CNTS":
        if first.to_suv > 0:
            return _sized(first, first.to_suv, None)
        to_bqml = first.to_bqml
    waited = _waited(images)
    if isinstance(waited, Told):
        return waited
    left = first.dose * 2 ** (-waited / first.half_life)
    return _sized(first, to_bqml * first.weight * 1000 / left, to_bqml / left, waited)


def _missing(stated: Uptake) -> Told | None:
    """What is not there, or can't be right."""
    if stated.units not in ("BQML", "CNTS") or (stated.units == "CNTS" and not (stated.to_suv or stated.to_bqml)):
        return Told(lambda: tr("units “{units}”", units=stated.units))
    if not stated.corrected >= _NEEDED:
        return _lacking(mark("not corrected for attenuation and decay"))
    if stated.weight <= 0:
        return _lacking(mark("the patient's weight is missing"))
    if stated.weight > _MOST_KG:
        return Told(lambda: tr("a weight of {kg} kg", kg=f"{stated.weight:g}"))
    if stated.units == "CNTS" and stated.to_suv > 0:
        return None
    if stated.given > 1:
        return _lacking(mark("more than one radiopharmaceutical was given"))
    if stated.dose <= 0:
        return _lacking(mark("the dose is missing"))
    if not _LEAST_DOSE <= stated.dose <= _MOST_DOSE:
        return Told(lambda: tr("a dose of {dose} Bq", dose=f"{stated.dose:g}"))
    if stated.half_life <= 0:
        return _lacking(mark("the half-life is missing"))
    if stated.correction not in ("START", "ADMIN"):
        return _lacking(mark("it is not said to which moment decay was corrected"))
    return None


def _waited(images: Sequence[Uptake]) -> float | Told:
    """Seconds over which the dose has decayed."""
    first = images[0]
    if first.correction == "ADMIN":
        return 0.0
    begun = _begun(images)
    if begun is None:
        return _lacking(mark("the time of the scan is missing"))
    injected = first.injected
    if injected is None and first.injected_time is not None:
        midnight = datetime(begun.year, begun.month, begun.day)
        injected = midnight + timedelta(seconds=first.injected_time)
        injected -= DAY if injected > begun else timedelta()  # the night between them
    if injected is None:
        return _lacking(mark("the time of the injection is missing"))
    waited = (begun - injected).total_seconds()
    if not 0 <= waited <= _MOST_HALF_LIVES * first.half_life:
        return _lacking(mark("the times of injection and scan contradict each other"))
    return waited


def _begun(images: Sequence[Uptake]) -> datetime | None:
    """When the scan began: the series, unless that is of a later reconstruction."""
    series, ge = images[0].series, images[0].ge_scan
    acquired = min((one.acquired for one in images if one.acquired is not None), default=None)
    if series is None or acquired is None:
        return acquired
    return series if series <= acquired else ge or acquired


def _sized(stated: Uptake, factor: float, by_dose: float | None, waited: float = 0.0) -> Suv:
    """by_dose: 1/Bq from modality values; None where only the factor by weight is known."""
    weight, size = stated.weight, stated.size
    share = by_dose if by_dose is not None else factor / (weight * 1000)
    if not 0.3 <= size <= 2.6:
        return Suv(factor, waited=waited)
    surface = 71.84 * weight**0.425 * (size * 100) ** 0.725
    if stated.sex not in ("M", "F"):
        return Suv(factor, surface=share * surface, waited=waited)
    female, bmi, ratio = stated.sex == "F", weight / size**2, (weight / (size * 100)) ** 2
    lean = 9270 * weight / (8780 + 244 * bmi if female else 6680 + 216 * bmi)
    james = 1.07 * weight - 148 * ratio if female else 1.1 * weight - 120 * ratio
    by_james = share * james * 1000 if james > 0 else None  # his formula fails for the very heavy
    return Suv(factor, share * lean * 1000, by_james, share * surface, waited)


def _lacking(what: str) -> Told:
    return Told(partial(tr, what))
