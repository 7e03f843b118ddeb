"""Moments of time as spans on one line, so that those with, without and with other offsets can be compared.

A DT (PS3.5 6.2) that is less precise than a microsecond is the span from its beginning to before the next one of
its kind: "2026" is a year. Numbers are microseconds since the beginning of the calendar, in UTC.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from reader.dicom.json_model import value
from reader.dicom.validation import valid_offset, value_problem

Span = tuple[int, int]
_SECOND = 1_000_000
_DT = re.compile(r"(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\.\d{1,6})?([+-]\d{4})?", re.ASCII)


_TM = re.compile(r"(\d\d)(\d\d)?(\d\d)?(\.\d{1,6})?", re.ASCII)


@lru_cache(maxsize=4096)
def span(text: str, zone: int | None = None) -> Span | None:
    """Begin and (exclusive) end of a DT; None where it is none. zone: seconds from UTC where the value itself does
    not say it; None: this computer's."""
    match = _DT.fullmatch(text.strip())
    if match is None or value_problem("DT", match[0]):
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in match.groups()[:6])
    begin = _line(year or 1, month or 1, day or 1, hour or 0, minute or 0, second or 0)
    fraction = match[7] or ""
    begin += int(fraction[1:].ljust(6, "0")) if fraction else 0
    if month is None:
        end = _line((year or 1) + 1, 1, 1)
    elif day is None:
        end = _line((year or 1) + month // 12, month % 12 + 1, 1)
    else:
        lengths = (86400, 3600, 60, 1)
        known = sum(part is not None for part in (hour, minute, second))
        end = begin + (10 ** (7 - len(fraction)) if fraction else lengths[known] * _SECOND)
    if match[8]:
        offset = offset_seconds(match[8]) or 0
    else:
        offset = _local(year or 1, month or 1, day or 1, hour or 0) if zone is None else zone
    return begin - offset * _SECOND, end - offset * _SECOND


def spans(text: str, zone: int | None = None) -> Span | None:
    """The span of a DT key, a single value or a range with one end open (PS3.4 C.2.2.2.5.3); None for neither.

    "20260101-0500" is a moment: an offset goes before a range. Every end counts to its precision.
    """
    whole = span(text, zone)
    if whole is not None:
        return whole
    for position, char in enumerate(text):
        if char == "-":
            ends = [end.strip() for end in (text[:position], text[position + 1 :])]
            low, high = (span(end, zone) if end else _ALWAYS for end in ends)
            if any(ends) and low is not None and high is not None:
                return low[0], high[1]
    return None


def clock_span(text: str) -> Span | None:
    """Begin and (exclusive) end of a TM in microseconds of its day; None where it is none."""
    match = _TM.fullmatch(text.replace(":", "").strip())
    if match is None or value_problem("TM", match[0]):
        return None
    parts = [int(part) for part in match.groups()[:3] if part]
    fraction = match[4] or ""
    begin = sum(part * length for part, length in zip(parts, (3600, 60, 1), strict=False)) * _SECOND
    begin += int(fraction[1:].ljust(6, "0")) if fraction else 0
    return begin, begin + (10 ** (7 - len(fraction)) if fraction else (3600, 60, 1)[len(parts) - 1] * _SECOND)


def zone_of(dataset: Mapping[str, Any]) -> int | None:
    """Timezone Offset From UTC (0008,0201) of a dataset in seconds, None where it has none."""
    return offset_seconds(str(value(dataset, "00080201")))


def offset_seconds(text: str) -> int | None:
    """"+0800" in seconds; None where it is no offset."""
    if not valid_offset(text):
        return None
    seconds = int(text[1:3]) * 3600 + int(text[3:5]) * 60
    return -seconds if text[0] == "-" else seconds


_ALWAYS: Span = (-(2**62), 2**62)


def _line(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int:
    days = date(year, month, day).toordinal() if year < 10_000 else date.max.toordinal() + 1
    return (((days * 24 + hour) * 60 + minute) * 60 + second) * _SECOND


def _local(year: int, month: int, day: int, hour: int) -> int:
    """This computer's offset from UTC then; outside of what the system can tell, its offset now."""
    try:
        offset = datetime(year, month, day, hour).astimezone().utcoffset()
    except (OverflowError, ValueError, OSError):
        offset = datetime.now().astimezone().utcoffset()
    return round((offset or timedelta()).total_seconds())
