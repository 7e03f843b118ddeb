"""What is done after a while: one thread that waits for all of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from time import monotonic


class Alarms:
    """Any thread. A thread for each of them would keep the one that asks waiting until it has started."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[tuple[float, int, list[Callable[[], None]]]] = []
        self._number = count()
        self._closed = False
        self._thread: threading.Thread | None = None

    def set(self, seconds: float, ring: Callable[[], None]) -> Callable[[], None]:
        """Call `ring`, which must neither block nor raise, after so many seconds in the thread that waits. Returns
        what calls it off."""
        held = [ring]
        with self._changed:
            heappush(self._waiting, (monotonic() + seconds, next(self._number), held))
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="reader-alarms", daemon=True)
                self._thread.start()
            elif self._waiting[0][2] is held:
                self._changed.notify()
        return held.clear

    def close(self) -> None:
        """What has not rung never will."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _run(self) -> None:
        while (ring := self._next()) is not None:
            ring()
            del ring  # else it is kept, with an exam that was closed, until the next one rings

    def _next(self) -> Callable[[], None] | None:
        """The next one whose time has come; None at the end."""
        with self._changed:
            while not self._closed:
                left = self._waiting[0][0] - monotonic() if self._waiting else None
                if left is not None and left <= 0:
                    for ring in heappop(self._waiting)[2]:
                        return ring
                else:
                    self._changed.wait(min(left, threading.TIMEOUT_MAX) if left is not None else None)
        return None
