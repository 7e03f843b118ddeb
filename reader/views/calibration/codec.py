"""Records of displays as text for the settings, and measurements from files of other programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from io import StringIO
from math import isfinite, nan
from typing import Any

from reader.core.errors import ReaderError
from reader.core.json_text import NotJson, parse
from reader.core.text import tr
from reader.terms.units import LUMINANCE, unit_text
from reader.views.calibration.record import MOST_LEVEL, Calibration, DisplayRecord, GreysBy, Use

MOST_BYTES = 1_000_000
_MOST_POINTS = MOST_LEVEL + 1
_LEVEL_NAMES = ("level", "ddl", "gray", "grey")
_LUMINANCE_NAMES = ("luminance", LUMINANCE.value, unit_text(LUMINANCE), "l")


def written(record: DisplayRecord) -> str:
    kept: dict[str, Any] = {"use": record.use.value, "greys": record.greys.value}
    calibration = record.calibration
    if calibration is not None:
        kept["calibration"] = {
            "points": [list(point) for point in calibration.points],
            "ambient": calibration.ambient,
            "measured": calibration.measured.isoformat() if calibration.measured else "",
            "due": calibration.due.isoformat() if calibration.due else "",
            "by": calibration.by,
            "instrument": calibration.instrument,
            "damaged": calibration.damaged,
        }
    return json.dumps(kept, ensure_ascii=False)


@lru_cache(maxsize=32)
def read(text: str) -> DisplayRecord:
    """What can be read of it: never an error, and a calibration that can't be is a damaged one. Any thread."""
    try:
        kept = parse(text)
    except NotJson:
        return DisplayRecord(calibration=Calibration(damaged=True)) if text else DisplayRecord()
    if not isinstance(kept, dict):
        return DisplayRecord(calibration=Calibration(damaged=True))
    try:
        use, greys = Use(kept.get("use", "")), GreysBy(kept.get("greys", "display"))
    except ValueError:  # of a newer version
        use, greys = Use.UNSAID, GreysBy.DISPLAY
    calibration = kept.get("calibration")
    return DisplayRecord(use, greys, _calibration(calibration) if calibration is not None else None)


def _calibration(kept: object) -> Calibration:
    if not isinstance(kept, dict) or not isinstance(kept.get("points"), list) or kept.get("damaged"):
        return Calibration(damaged=True)
    points = kept["points"]
    if not all(isinstance(point, list) and len(point) == 2 for point in points) or len(points) > _MOST_POINTS:
        return Calibration(damaged=True)
    return Calibration(
        tuple((number(level), number(luminance)) for level, luminance in points),
        number(kept.get("ambient", 0.0)),
        day(kept.get("measured")),
        day(kept.get("due")),
        _text(kept, "by"),
        _text(kept, "instrument"),
    )


def records(settings: Mapping[str, str]) -> dict[str, DisplayRecord]:
    """By the device, as `Settings.display_records` keeps them."""
    return {device: read(text) for device, text in settings.items()}


def number(value: object) -> float:
    """NaN for what is none. A decimal comma is one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return nan
    try:
        found = float(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return nan
    return found if isfinite(found) else nan


def day(value: object) -> date | None:
    """Of "2026-01-31"; None for anything else."""
    try:
        return date.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


def _text(kept: Mapping[str, Any], name: str) -> str:
    value = kept.get(name, "")
    return value if isinstance(value, str) else ""


class NotMeasurements(ReaderError):
    """A file holds no table of grey levels and luminances."""


def measurements(content: bytes) -> tuple[tuple[float, float], ...]:
    """(level, luminance) from CSV (comma, semicolon, tab or spaces; a head line or none; # for remarks) or JSON (a
    list of pairs or of objects, or an object with "points" or "measurements"). What is no number comes as NaN.

    Raises `NotMeasurements` where there is no such table."""
    if len(content) > MOST_BYTES:
        raise _no_table(tr("The file is larger than a table of luminances."))
    try:
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise _no_table(tr("The file is not text.")) from None
    points = _of_json(text) if text[:1] in ("[", "{") else _of_csv(text)
    if len(points) > _MOST_POINTS:  # the first of them would look like a table of 8 bits
        raise _no_table(tr("It has more than 256 grey levels; those of 8 bits are needed."))
    if not points:
        raise _no_table(tr("It needs lines of grey level and luminance, like “15, 0.98”."))
    return tuple(points)


def _no_table(why: str) -> NotMeasurements:
    return NotMeasurements(tr("No measurements were found in this file."), why, safe=tr("Nothing was changed."))


def _of_json(text: str) -> list[tuple[float, float]]:
    try:
        found = parse(text)
    except NotJson as wrong:
        raise _no_table(wrong.text) from None
    if isinstance(found, dict):
        found = next((found[name] for name in ("points", "measurements", "levels") if name in found), None)
    points = []
    for entry in found if isinstance(found, list) else []:
        if isinstance(entry, dict):
            names = {str(name).casefold(): value for name, value in entry.items()}
            pair: list[object] = [
                next((names[name] for name in wanted if name in names), None)
                for wanted in (_LEVEL_NAMES, _LUMINANCE_NAMES)
            ]
        else:
            pair = entry if isinstance(entry, list) else []
        if len(pair) != 2:
            raise _no_table(tr("It needs pairs of grey level and luminance."))
        points.append((number(pair[0]), number(pair[1])))
    return points


def _of_csv(text: str) -> list[tuple[float, float]]:
    lines = [line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")]
    if not lines:
        return []
    apart = next((sign for sign in (";", "\t", ",") if any(sign in line for line in lines)), " ")
    points = []
    for row, cells in enumerate(csv.reader(StringIO("\n".join(lines)), delimiter=apart, skipinitialspace=True)):
        pair = [cell for cell in cells if cell.strip()]
        if len(pair) < 2:
            raise _no_table(tr("Line {line} has no two values.", line=row + 1))
        level, luminance = number(pair[0]), number(pair[1])
        if row == 0 and level != level and luminance != luminance:
            continue  # the heads of the columns
        points.append((level, luminance))
    return points
