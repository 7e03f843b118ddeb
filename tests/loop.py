"""A main thread for tests without Qt: what is delivered runs when the test waits."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable

from reader.core.tasks import Tasks


class MainLoop:
    """`run_until` and `run_for` raise what a task left to the presenter; `run` leaves it in `errors`."""

    def __init__(self) -> None:
        self._calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.errors: list[BaseException] = []
        self.tasks = Tasks(self._calls.put, self.errors.append)

    def run(self, count: int = 1) -> None:
        """Wait for so many answers."""
        for _ in range(count):
            self._calls.get(timeout=5)()

    def run_until(self, condition: Callable[[], object], seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while not condition():
            if self.errors:
                raise self.errors[0]
            if time.monotonic() > end:
                raise TimeoutError
            try:
                self._calls.get(timeout=0.005)()
            except queue.Empty:
                continue

    def run_for(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self.run_until(lambda: time.monotonic() > end, seconds + 5)
