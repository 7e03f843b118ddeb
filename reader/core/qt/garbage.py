"""Python's cyclic garbage, collected on the main thread and nowhere else.

Python collects on whatever thread makes the next object. Where that is a worker and the garbage holds a Qt object,
the worker disconnects it: it has Qt's lock on signals and waits for Python's, while the main thread, inside Qt, has
Python's and waits for Qt's. Then the program stands still for ever (seen as a stack of both threads).

How many objects there are is told by Python's count of blocks: a list of them holds, for a moment, a tuple that a
worker is just filling, which fails there (SystemError, python/cpython#59313).
"""

from __future__ import annotations

import gc
import sys
import time

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 250
_OLD_EVERY_S = 30.0
_GROWTH = 1.25


class MainThreadGarbage(QObject):
    """From now on until `stop`. Main thread. Generations and limits are Python's own; as with Python's own rule the
    oldest are looked at only when there are a quarter more of them than last time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._automatic = gc.isenabled()
        gc.disable()
        self._lasting = sys.getallocatedblocks()
        self._looked = time.monotonic()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """What is due."""
        young, middle, old = (
            count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)
        )  # fmt: skip
        if old and self._has_grown():
            gc.collect()
            self._lasting = sys.getallocatedblocks()
        elif middle:
            gc.collect(1)
        elif young:
            gc.collect(0)

    def keep(self) -> None:
        """What there is by now stays as long as the process, and is not looked through again: modules, most of all.
        Once, when the program has been imported."""
        gc.freeze()

    def stop(self) -> None:
        self._timer.stop()
        if self._automatic:
            gc.enable()

    def _has_grown(self) -> bool:
        now = time.monotonic()
        if now - self._looked < _OLD_EVERY_S:
            return False
        self._looked = now
        return sys.getallocatedblocks() > _GROWTH * self._lasting
