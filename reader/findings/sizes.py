"""Which of the numbers of a finding say how large it is: the same ones wherever a size is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.dicom.values import Code
from reader.findings.model import Measurement
from reader.terms.measures import (
    AREA,
    LENGTH,
    LONG_AXIS,
    MAXIMUM,
    MEAN,
    PATH_LENGTH,
    SHORT_AXIS,
    VOLUME,
)
from reader.terms.units import MILLIMETRE

_Key = tuple[str, str]
_DERIVED: tuple[_Key | None, ...] = (None, (MAXIMUM.value, MAXIMUM.scheme), (MEAN.value, MEAN.scheme))
"""How a size may be made of several, the best first. A deviation or the least of several is none."""
_PER_MM = {"cm": 10.0, "m": 1000.0, "mm3": 1.0, "cm3": 1000.0, "ml": 1000.0, "mm2": 1.0, "cm2": 100.0}


def _key(code: Code | None) -> _Key | None:
    return (code.value, code.scheme) if code is not None else None


LONG, SHORT = {_key(LONG_AXIS)}, {_key(SHORT_AXIS)}
ONE = {_key(LENGTH), _key(PATH_LENGTH), ("81827009", "SCT"), ("121206", "DCM")}
VOLUMES, AREAS = {_key(VOLUME), ("121216", "DCM")}, {_key(AREA)}


class Size(NamedTuple):
    """one: along the long axis, or the only one there is. short: across it."""

    one: Measurement | None = None
    short: Measurement | None = None
    volume: Measurement | None = None
    area: Measurement | None = None


def size_of(measurements: Sequence[Measurement]) -> Size:
    """Of several of a kind the largest: two axes are those of one measurement."""
    long, short = _best(measurements, LONG), _best(measurements, SHORT)
    one = _largest(long)
    across = short[long.index(one)] if one is not None and len(long) == len(short) else _largest(short)
    if one is None:
        one = _largest(_best(measurements, ONE)) or across
    if one is None or across is None or across is one or across.unit != one.unit:
        across = None
    return Size(one, across, _largest(_best(measurements, VOLUMES)), _largest(_best(measurements, AREAS)))


def is_in_whole_numbers(measurement: Measurement) -> bool:
    """Whether it is said without decimals from ten on, as millimetres and pixels are; centimetres are not."""
    return measurement.unit.value not in _PER_MM or measurement.unit == MILLIMETRE


def _best(measurements: Iterable[Measurement], concepts: set[_Key | None]) -> list[Measurement]:
    found = [m for m in measurements if _key(m.concept) in concepts]
    for derived in _DERIVED:
        if alike := [m for m in found if _key(m.derivation) == derived]:
            return alike
    return []


def _largest(measurements: Sequence[Measurement]) -> Measurement | None:
    return max(measurements, key=_amount, default=None)


def _amount(measurement: Measurement) -> float:
    return measurement.value * _PER_MM.get(measurement.unit.value, 1.0)
