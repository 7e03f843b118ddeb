"""The way back to the main thread for work done in the pools."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt

SWITCH_S = 0.002


class MainThread(QObject):
    """Runs callables on the thread that made it, in order, from its event loop.

    Before layout and painting that wait at the same time: what arrives may have more work begun, which goes on
    beside them.

    It also sees to it that this thread gets its turn: painting gives Python's lock away with every call of Qt, and
    a thread that computes keeps it for five milliseconds then, unless it is told to give way sooner.
    """

    def __init__(self, on_error: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._on_error = on_error
        sys.setswitchinterval(SWITCH_S)
        self._waiting: deque[Callable[[], None]] = deque()

    def deliver(self, call: Callable[[], None]) -> None:
        """Any thread: run `call` soon on the main thread."""
        try:
            self._waiting.append(call)
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), Qt.EventPriority.HighEventPriority.value)
        except RuntimeError:
            return  # the program is ending and Qt's side of this object is gone

    def event(self, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.User:
            return super().event(event)
        self._run(self._waiting.popleft())
        return True

    def _run(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception as error:  # noqa: BLE001 - the presenter shows whatever a result handler raised
            self._on_error(error)
