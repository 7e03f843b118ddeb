"""What has become of each image of one series on its way in: under way, in place, or failed and why.

An image may come twice, from different threads: the key image is in the stream too, and what is looked at is asked
for beside it. Who claims it first places it. The series has ended when nobody is at any image any more; from then
on nothing is taken.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

_LOOK = 0.05


class Intake:
    """Any thread; it has one lock of its own and calls nobody while it holds it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._under_way: set[str] = set()
        self._placed: set[str] = set()
        self._failed: dict[str, str] = {}
        self._halted = False
        self._closed = False

    @contextmanager
    def claim(self, uid: str) -> Iterator[bool]:
        """The right to place an image, until the block ends; what failed before is tried anew.

        Gives False where it is in place, where somebody else is at it, and after the series has ended.
        """
        with self._changed:
            while self._halted:
                self._changed.wait()
            mine = not (self._closed or uid in self._under_way or uid in self._placed)
            if mine:
                self._under_way.add(uid)
                self._failed.pop(uid, None)
        try:
            yield mine
        finally:
            if mine:
                with self._changed:
                    self._under_way.discard(uid)
                    self._changed.notify_all()

    def place(self, uid: str) -> None:
        """All of it is where it belongs, whatever became of another try."""
        with self._changed:
            self._placed.add(uid)
            self._failed.pop(uid, None)

    def fail(self, uid: str, reason: str) -> None:
        """It can't be had or shown. reason: in the user's words; the first one stays."""
        with self._changed:
            if not self._closed and uid not in self._placed:
                self._failed.setdefault(uid, reason)

    @property
    def placed(self) -> int:
        """How many are in place."""
        with self._changed:
            return len(self._placed)

    @property
    def failures(self) -> dict[str, str]:
        """UID → reason, a copy."""
        with self._changed:
            return dict(self._failed)

    def open_of(self, uids: Iterable[str]) -> list[str]:
        """Those that are neither in place nor failed, in the same order."""
        with self._changed:
            return [uid for uid in uids if uid not in self._placed and uid not in self._failed]

    # the thread that brings the series ----------------------------------------------------------------------

    def settle(self, check: Callable[[], None]) -> None:
        """Wait until nobody is at an image. check: raises where that is no longer wanted."""
        with self.halted(check):
            pass

    @contextmanager
    def halted(self, check: Callable[[], None]) -> Iterator[None]:
        """Nobody is at an image, and none is claimed before the block ends. check: as in `settle`."""
        with self._changed:
            while self._under_way:
                self._changed.wait(_LOOK)
                check()
            self._halted = True
        try:
            yield
        finally:
            with self._changed:
                self._halted = False
                self._changed.notify_all()

    def forget(self) -> None:
        """Every image has to be placed anew. Only while nobody is at one."""
        with self._changed:
            self._placed.clear()
            self._failed.clear()

    def close(self) -> bool:
        """The end: nothing is taken any more. False, and no end, where somebody is at an image."""
        with self._changed:
            self._closed = self._closed or not self._under_way
            return self._closed

    def abandon(self) -> None:
        """The end, whoever is at an image."""
        with self._changed:
            self._closed = True
