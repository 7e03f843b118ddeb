"""Hours of the day by which a hospital's rule holds: "17:30-08:00", over midnight too, or "always"."""

from __future__ import annotations

from datetime import datetime, time

ALWAYS = "always"


def hours_from(text: str) -> tuple[time, time]:
    """From and until; the same for the whole day. Raises ValueError."""
    if text == ALWAYS:
        return time(0), time(0)
    begin, _, end = text.partition("-")
    return datetime.strptime(begin, "%H:%M").time(), datetime.strptime(end, "%H:%M").time()


def holds(text: str, now: datetime) -> bool:
    """Whether a rule of these hours holds at a local time; "" never does."""
    if not text:
        return False
    begin, end = hours_from(text)
    if begin < end:
        return begin <= now.time() < end
    return now.time() >= begin or now.time() < end
