"""The images of one series that are still to be asked for, the nearest to what is looked at first."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping

RETURNS = 2
HEAD_START_S = 2.0
"""So long, what is looked at has the line for itself; one that stalls holds up nothing else."""


class Queue:
    """Any thread. Each image is with one at a time: who got it says `done`, or before that `give_back`."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._places: dict[str, float] = {}
        self._out: set[str] = set()
        self._looked_at: float | None = None
        self._next = ""
        self._urgent: dict[str, float] = {}
        self._all: dict[str, float] = {}
        self._later: dict[str, float] = {}
        self._returned: Counter[str] = Counter()

    def fill(self, places: Mapping[str, float]) -> None:
        """What is to come, and where along the series each lies."""
        with self._changed:
            self._all = dict(places)
            self._places = {uid: place for uid, place in places.items() if uid not in self._out}
            self._later.clear()

    def look_at(self, place: float) -> str:
        """From now on the nearest to this place come first, and before all the nearest one, if it is to come.

        Returns that one, "" where it is on its way or there.
        """
        with self._changed:
            self._looked_at = place
            self._recall()
            uid = self._nearest(place)
            self._next = uid if uid and abs(self._places[uid] - place) <= self._step() / 2 else ""
            self._changed.notify_all()
            return self._next

    def take(self, uid: str) -> bool:
        """Take one out of its turn; False where somebody has it already."""
        with self._changed:
            if uid in self._out:
                return False
            self._out.add(uid)
            self._places.pop(uid, None)
            self._later.pop(uid, None)
            return True

    def next(self, check: Callable[[], None]) -> str | None:
        """The next to ask for, None at the end: nothing is to come, and none is out that may be given back.

        What is looked at has a head start of `HEAD_START_S`, in which nothing else is begun.
        """
        with self._changed:
            while (self._has_line() and not self._next) or (self._out and not self._places and not self._later):
                self._changed.wait(0.05)
                check()
            if not self._places:
                self._recall()
            if not self._places:
                return None
            urgent = self._next in self._places
            if urgent:
                uid, self._next = self._next, ""
                self._urgent[uid] = time.monotonic()
            else:
                if self._looked_at is None:
                    ranked = sorted(self._places.values())
                    self._looked_at = ranked[len(ranked) // 2]
                uid = self._nearest(self._looked_at)
            del self._places[uid]
            self._out.add(uid)
            return uid

    def give_back(self, uid: str) -> bool:
        """It did not come: once more, after all others. False where that was done often enough."""
        with self._changed:
            self._returned[uid] += 1
            if self._returned[uid] > RETURNS:
                return False
            if uid in self._all:
                self._later[uid] = self._all[uid]
            return True

    def done(self, uid: str) -> None:
        """Nobody is at it any more."""
        with self._changed:
            self._out.discard(uid)
            self._urgent.pop(uid, None)
            self._changed.notify_all()

    def _has_line(self) -> bool:
        """What is looked at is on its way, and has not been for long."""
        now = time.monotonic()
        return any(now - since < HEAD_START_S for since in self._urgent.values())

    def _recall(self) -> None:
        self._places |= self._later
        self._later = {}

    def _nearest(self, place: float) -> str:
        return min(self._places, key=lambda uid: abs(self._places[uid] - place), default="")

    def _step(self) -> float:
        """How far apart two neighbours lie, roughly."""
        places = self._places.values()
        return (max(places) - min(places)) / max(1, len(places) - 1) if len(places) > 1 else float("inf")
