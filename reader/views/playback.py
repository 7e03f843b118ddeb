"""How the images of a viewport are played: how fast, which of them, and in which order. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from reader.core.text import mark

SPEEDS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0)
"""Times the speed that the image states."""


class Course(Enum):
    """In which order; the value is what a user reads."""

    FORWARDS = mark("Forwards")
    BACKWARDS = mark("Backwards")
    TO_AND_FRO = mark("To and fro")


@dataclass(frozen=True)
class Playback:
    """speed: one of `SPEEDS`. first, last: the images that are played, from 0; last None: to the end. course:
    None as the image says."""

    speed: float = 1.0
    first: int = 0
    last: int | None = None
    course: Course | None = None

    def range_of(self, count: int) -> tuple[int, int]:
        """The first and last image that are played, of `count`, at least 1; all where the range is not in them."""
        end = count - 1
        last = end if self.last is None else min(self.last, end)
        return (self.first, last) if self.first <= last else (0, end)

    def is_part(self, count: int) -> bool:
        """Whether some images are left out."""
        return self.range_of(count) != (0, count - 1)
