"""What a PET image states of what was given, to whom and when: all that a standardized uptake value needs.

PS3.3 C.8.9 (PET series, isotope and image modules), and private elements for what the standard had no place for.
Nothing is concluded here; `volume/suv.py` does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from reader.dicom.attributes import Attributes, number, text
from reader.dicom.values import parse_dt

_GE, _GE_SCAN = (0x00090010, "GEMS_PETD_01"), 0x0009100D
_PHILIPS, _PHILIPS_SUV, _PHILIPS_BQML = (0x70530010, "Philips PET Private Group"), 0x70531000, 0x70531009


@dataclass(frozen=True, slots=True)
class Uptake:
    """0, "" or None where it is not stated. Times are those of the place, without a zone.

    units: (0054,1001); suv_type: (0054,1006). correction: Decay Correction (0054,1102); corrected: (0028,0051).
    weight: kg; size: m; sex: (0010,0040). given: how many radiopharmaceuticals. dose: Bq; half_life: s; injected:
    when, and injected_time where only the time of day is stated, seconds. series, acquired: when they began.
    ge_scan: when the scan began, as GE says. to_suv, to_bqml: Philips' factors from stored counts.
    """

    units: str
    suv_type: str = ""
    correction: str = ""
    corrected: frozenset[str] = frozenset()
    weight: float = 0.0
    size: float = 0.0
    sex: str = ""
    given: int = 0
    dose: float = 0.0
    half_life: float = 0.0
    injected: datetime | None = None
    injected_time: float | None = None
    series: datetime | None = None
    acquired: datetime | None = None
    ge_scan: datetime | None = None
    to_suv: float = 0.0
    to_bqml: float = 0.0

    @property
    def of_series(self) -> Uptake:
        """Without what each image has of its own."""
        return replace(self, acquired=None)


def uptake_from(source: Attributes) -> Uptake | None:
    """Of a header or its JSON; None of what is no PET image."""
    if text(source, 0x00080060) != "PT":
        return None
    items = source.items(0x00540016)
    given = items[0] if items else None
    clock = text(given, 0x00181072) if given is not None else ""
    return Uptake(
        units=text(source, 0x00541001),
        suv_type=text(source, 0x00541006),
        correction=text(source, 0x00541102),
        corrected=frozenset(source.texts(0x00280051)),
        weight=number(source, 0x00101030),
        size=number(source, 0x00101020),
        sex=text(source, 0x00100040),
        given=len(items),
        dose=number(given, 0x00181074) if given is not None else 0.0,
        half_life=number(given, 0x00181075) if given is not None else 0.0,
        injected=_moment(text(given, 0x00181078)) if given is not None else None,
        injected_time=_seconds(clock) if clock else None,
        series=_moment(text(source, 0x00080021), text(source, 0x00080031)),
        acquired=_moment(text(source, 0x00080022), text(source, 0x00080032)) or _moment(text(source, 0x0008002A)),
        ge_scan=_moment(_private(source, _GE, _GE_SCAN)),
        to_suv=_factor(source, _PHILIPS_SUV),
        to_bqml=_factor(source, _PHILIPS_BQML),
    )


def _moment(day: str, clock: str = "") -> datetime | None:
    if not day or (len(day) == 8 and not clock):
        return None  # a day alone is no moment
    found = parse_dt(day, clock)
    return found.replace(tzinfo=None) if found is not None else None


def _seconds(clock: str) -> float | None:
    found = _moment("20000101", clock)
    return found.hour * 3600.0 + found.minute * 60 + found.second if found is not None else None


def _private(source: Attributes, block: tuple[int, str], tag: int) -> str:
    """Where its creator has reserved the block."""
    creator, name = block
    if text(source, creator).strip() != name:
        return ""
    return text(source, tag) or source.raw(tag).decode("ascii", "replace").strip(" \0")


def _factor(source: Attributes, tag: int) -> float:
    try:
        return float(_private(source, _PHILIPS, tag) or 0)
    except ValueError:
        return 0.0
