"""Hours of a hospital's rule."""

from __future__ import annotations

from datetime import datetime

import pytest

from reader.core.hours import holds, hours_from


@pytest.mark.parametrize(
    ("rule", "inside", "outside"),
    [
        ("17:30-08:00", ["17:30", "23:59", "00:00", "07:59"], ["08:00", "12:00", "17:29"]),
        ("12:00-13:30", ["12:00", "13:29"], ["11:59", "13:30", "00:00"]),
        ("always", ["00:00", "12:00", "23:59"], []),
        ("", [], ["00:00", "12:00"]),
    ],
)
def test_when_it_holds(rule: str, inside: list[str], outside: list[str]) -> None:
    for clock, held in (*((c, True) for c in inside), *((c, False) for c in outside)):
        assert holds(rule, datetime.strptime(f"2026-11-30 {clock}", "%Y-%m-%d %H:%M")) is held, clock


@pytest.mark.parametrize("wrong", ["", "17:30", "17:30-", "25:00-08:00", "17.30-08.00", "at night", "17:30-8-9"])
def test_what_is_no_rule(wrong: str) -> None:
    with pytest.raises(ValueError):
        hours_from(wrong)
