"""How far this computer's clock is from a server's: due times, dates of reports and signatures depend on it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from reader.core.text import counted, tr

if TYPE_CHECKING:
    from reader.core.http import Answer

OK_S, WRONG_S = 5.0, 120.0
"""Seconds: up to the first one the clocks agree, from the second one on a date can be wrong."""


def ahead_of(answer: Answer, asked: datetime) -> float | None:
    """Seconds that this computer is ahead of who answered just now, below 0 behind; None where that is not said.

    asked: when the request was sent, aware. Known to about half a second and half the time of the request.
    """
    answered = datetime.now(UTC)
    try:
        theirs = parsedate_to_datetime(answer.headers["Date"]).replace(tzinfo=UTC)
    except (KeyError, ValueError, TypeError):
        return None
    return (asked + (answered - asked) / 2 - theirs).total_seconds() - 0.5  # a Date is cut to whole seconds


class Drift:
    """How far this computer's clock was set, forwards or backwards, since this was made."""

    def __init__(self) -> None:
        self._began = time.time() - _steady()

    @property
    def seconds(self) -> float:
        return time.time() - _steady() - self._began


def _steady() -> float:
    """Seconds that nobody sets, of a computer that sleeps too."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)  # where there is none, the other one goes on asleep
    return time.monotonic() if boot is None else time.clock_gettime(boot)


def words(ahead: float) -> str:
    """In the largest unit of which there are at least two, rounded."""
    amount = _amount(round(abs(ahead)))
    if ahead > 0:
        return tr("{amount} ahead of the hub's", amount=amount)
    return tr("{amount} behind the hub's", amount=amount)


def _amount(seconds: int) -> str:
    if seconds >= 2 * 86_400:
        return counted("{count} day", "{count} days", round(seconds / 86_400))
    if seconds >= 2 * 3600:
        return tr("{count} h", count=round(seconds / 3600))
    return tr("{count} min", count=round(seconds / 60)) if seconds >= 120 else tr("{count} s", count=seconds)
